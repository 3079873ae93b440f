# The crash tests start one program again and again, and kill it. They need every durable engine.
add_library(crash_subjects STATIC
    crash/archive_subject.cpp
    crash/child_process.cpp
    crash/log_subject.cpp
    crash/queue_subject.cpp
    crash/sql_subject.cpp
    crash/subject.cpp
    crash/worker_subject.cpp)
target_include_directories(crash_subjects PUBLIC ${CMAKE_SOURCE_DIR})
target_precompile_headers(crash_subjects REUSE_FROM rushlab_precompiled)
target_link_libraries(crash_subjects PUBLIC rushlab_options rushlab_archive rushlab_log rushlab_queue rushlab_sql
    rushlab_roles_worker)

add_executable(crash_child crash/crash_child.cpp)
target_precompile_headers(crash_child REUSE_FROM rushlab_precompiled)
target_compile_options(crash_child PRIVATE -fPIC)
target_link_libraries(crash_child PRIVATE crash_subjects Qt6::Core)

rushlab_test(crash/crash_kill LINKS crash_subjects TIMEOUT 300 LABELS crash)
rushlab_test(crash/crash_damage LINKS crash_subjects TIMEOUT 300 LABELS crash)
foreach(test IN ITEMS test_crash_crash_kill test_crash_crash_damage)
    target_compile_definitions(${test} PRIVATE CRASH_CHILD="$<TARGET_FILE:crash_child>")
    add_dependencies(${test} crash_child)
endforeach()
