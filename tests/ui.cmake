# The window over a script.
rushlab_tests(ui LINKS rushlab_ui rushlab_roles rushlab_base TIMEOUT 400
    TESTS
    ui/by_keys
    ui/chat_page
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
    ui/stomp_frame
    ui/stream_page
    ui/translations
    ui/window_pictures)
get_target_property(lupdate Qt6::lupdate LOCATION)
target_compile_definitions(test_ui PRIVATE RUSHLAB_LUPDATE="${lupdate}"
    RUSHLAB_GOLDEN_DIR="${CMAKE_CURRENT_SOURCE_DIR}/ui/golden")

foreach(bench IN ITEMS live_chart mail_page)
    rushlab_bench(bench/${bench} LINKS rushlab_ui rushlab_base Qt6::Test)
endforeach()
