# One line a test of what is in backend/locks.
rushlab_test(unit/locks_locks LINKS rushlab_locks rushlab_sql Qt6::Sql)
