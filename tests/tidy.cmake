rushlab_test(tidy/source_rules
    LINKS rushlab_base
    SOURCES tidy/file_rules.cpp tidy/layer_rules.cpp tidy/source_tree.cpp tidy/word_rules.cpp)
target_compile_definitions(test_tidy_source_rules PRIVATE RUSHLAB_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
