# What is in backend/engines/sql. A database is made for each of them: on a slow disk, under a sanitizer, that takes its time.
rushlab_tests(sql LINKS rushlab_sql Qt6::Sql TIMEOUT 300
    TESTS
    contract/sql_database
    contract/sql_postgres
    contract/sql_waiting
    property/sql_transactions
    unit/sql_sqlite
    unit/sql_values)
rushlab_bench(bench/sql LINKS rushlab_sql Qt6::Sql)
