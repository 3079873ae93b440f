rushlab_test(unit/app_arguments LINKS rushlab_app)
target_compile_definitions(test_unit_app_arguments PRIVATE RUSHLAB_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
rushlab_test(ui/engines_page LINKS rushlab_ui rushlab_base)
rushlab_test(e2e/command_line LINKS rushlab_base)
add_dependencies(test_e2e_command_line rushlab)
target_compile_definitions(test_e2e_command_line PRIVATE
    RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>" RUSHLAB_VERSION="${PROJECT_VERSION}")
