# What is in backend/locks.
rushlab_tests(locks LINKS rushlab_locks rushlab_sql Qt6::Sql TESTS unit/locks_locks)
