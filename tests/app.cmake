# What is in app/ and ui/, and the built program as a shell sees it.
rushlab_tests(app LINKS rushlab_app TESTS unit/app_arguments)

# The window over a script.
rushlab_tests(ui LINKS rushlab_ui rushlab_roles rushlab_base TIMEOUT 400
    TESTS
    ui/by_keys
    ui/command_palette
    ui/engines_page
    ui/flash_sale_page
    ui/golden_pages
    ui/live_chart
    ui/mail_page
    ui/main_window
    ui/order_way_dialog
    ui/overview_page
    ui/queues_page
    ui/results_page
    ui/translations
    ui/window_pictures)
get_target_property(lupdate Qt6::lupdate LOCATION)
target_compile_definitions(test_ui PRIVATE RUSHLAB_LUPDATE="${lupdate}"
    RUSHLAB_GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/ui/golden")

# The window over a shop that is really there.
set(tests unit/mail_watch ui/real_engines ui/real_mails ui/real_queues ui/real_sale)
# Its threads are libdbus's, which is not built with the thread sanitizer; ours there is one.
if(NOT RUSHLAB_SANITIZE MATCHES thread)
    list(APPEND tests ui/desktop_theme)
endif()
rushlab_tests(desktop LINKS rushlab_desktop rushlab_desktop_theme Qt6::Sql TIMEOUT 900 TESTS ${tests})
add_dependencies(test_desktop rushlab)
target_compile_definitions(test_desktop PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")

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
rushlab_tests(e2e LINKS rushlab_io Qt6::Sql TIMEOUT 300 TESTS ${tests})
add_dependencies(test_e2e rushlab)
target_compile_definitions(test_e2e PRIVATE
    RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>" RUSHLAB_VERSION="${PROJECT_VERSION}"
    RUSHLAB_CMAKE="${CMAKE_COMMAND}" RUSHLAB_CPACK="${CMAKE_CPACK_COMMAND}" RUSHLAB_BUILD_DIR="${CMAKE_BINARY_DIR}")

foreach(bench IN ITEMS live_chart mail_page)
    rushlab_bench(bench/${bench} LINKS rushlab_ui rushlab_base)
endforeach()
foreach(bench IN ITEMS desktop_sale desktop_soak desktop_start)
    rushlab_bench(bench/${bench} LINKS mimalloc rushlab_desktop)
    if(TARGET bench_${bench})
        add_dependencies(bench_${bench} rushlab)
        target_compile_definitions(bench_${bench} PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")
    endif()
endforeach()
