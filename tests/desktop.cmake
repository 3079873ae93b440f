# The window over a shop that is really there.
set(tests unit/desktop_labs unit/mail_watch unit/prompt_thread ui/real_chat ui/real_engines ui/real_mails ui/real_queues ui/real_sale ui/real_streams)
# Its threads are libdbus's, which is not built with the thread sanitizer; ours there is one.
if(NOT RUSHLAB_SANITIZE MATCHES thread)
    list(APPEND tests ui/desktop_theme)
endif()
rushlab_tests(desktop LINKS rushlab_desktop rushlab_desktop_theme Qt6::Sql TIMEOUT 900 PROGRAM TESTS ${tests})
add_dependencies(test_desktop rushlab)
target_compile_definitions(test_desktop PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")

foreach(bench IN ITEMS desktop_sale desktop_soak desktop_start)
    rushlab_bench(bench/${bench} LINKS mimalloc rushlab_desktop)
    if(TARGET bench_${bench})
        add_dependencies(bench_${bench} rushlab)
        target_compile_definitions(bench_${bench} PRIVATE RUSHLAB_PROGRAM="$<TARGET_FILE:rushlab>")
    endif()
endforeach()
