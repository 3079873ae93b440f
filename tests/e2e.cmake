# The program as a shell sees it.
set(tests
    e2e/chat_clients
    e2e/command_line
    e2e/desktop_signals
    e2e/run_mails
    e2e/run_scenarios
    e2e/serve_restart
    e2e/shop_api
    e2e/storm)
# What is installed is the same under a sanitizer, and ten times as large.
if(NOT RUSHLAB_SANITIZE)
    list(APPEND tests e2e/install)
endif()
rushlab_tests(e2e LINKS rushlab_io Qt6::Sql TIMEOUT 300 PROGRAM TESTS ${tests})
add_dependencies(test_e2e rushlab)
target_compile_definitions(test_e2e PRIVATE
    RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>" RUSHLAB_VERSION="${PROJECT_VERSION}"
    RUSHLAB_CMAKE="${CMAKE_COMMAND}" RUSHLAB_CPACK="${CMAKE_CPACK_COMMAND}" RUSHLAB_BUILD_DIR="${CMAKE_BINARY_DIR}")
