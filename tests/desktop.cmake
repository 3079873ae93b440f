# The window over a shop that is really there.
set(tests unit/mail_watch ui/real_engines ui/real_mails ui/real_queues ui/real_sale)
# Its threads are libdbus's, which is not built with the thread sanitizer; ours there is one.
if(NOT RUSHLAB_SANITIZE MATCHES thread)
    list(APPEND tests ui/desktop_theme)
endif()
rushlab_tests(desktop LINKS rushlab_desktop rushlab_desktop_theme Qt6::Sql TIMEOUT 900 PROGRAM TESTS ${tests})
add_dependencies(test_desktop rushlab)
target_compile_definitions(test_desktop PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")

# The program as a shell sees it.
set(tests
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

foreach(bench IN ITEMS desktop_sale desktop_soak desktop_start)
    rushlab_bench(bench/${bench} LINKS mimalloc rushlab_desktop)
    if(TARGET bench_${bench})
        add_dependencies(bench_${bench} rushlab)
        target_compile_definitions(bench_${bench} PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")
    endif()
endforeach()
