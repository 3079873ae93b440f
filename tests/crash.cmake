# The crash tests start one program again and again, and kill it. They need every durable engine.
add_library(crash_subjects STATIC
    crash/archive_subject.cpp
    crash/child_process.cpp
    crash/log_subject.cpp
    crash/queue_subject.cpp
    crash/sql_subject.cpp
    crash/subject.cpp
    crash/worker_subject.cpp)
set_target_properties(crash_subjects PROPERTIES UNITY_BUILD OFF)  # each names the same things in its own way
target_include_directories(crash_subjects PUBLIC ${CMAKE_SOURCE_DIR})
target_precompile_headers(crash_subjects REUSE_FROM rushlab_precompiled)
target_link_libraries(crash_subjects PUBLIC rushlab_options rushlab_archive rushlab_log rushlab_queue rushlab_sql
    rushlab_roles_worker)

add_executable(crash_child crash/crash_child.cpp)
target_precompile_headers(crash_child REUSE_FROM rushlab_precompiled)
target_compile_options(crash_child PRIVATE -fPIC)
target_link_libraries(crash_child PRIVATE crash_subjects Qt6::Core)

rushlab_tests(crash LINKS crash_subjects TIMEOUT 600 PROGRAM TESTS crash/crash_damage crash/crash_kill)
target_compile_definitions(test_crash PRIVATE CRASH_CHILD="$<TARGET_FILE:crash_child>")
add_dependencies(test_crash crash_child)
