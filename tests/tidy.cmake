# The source tree itself.
rushlab_tests(tidy LINKS rushlab_base
    SOURCES tidy/file_rules.cpp tidy/layer_rules.cpp tidy/source_tree.cpp tidy/word_rules.cpp
    TESTS tidy/source_rules)
