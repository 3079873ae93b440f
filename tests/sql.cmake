foreach(test IN ITEMS unit/sql_values unit/sql_sqlite contract/sql_database contract/sql_waiting contract/sql_postgres
                      property/sql_transactions)
    # A database is made for each of the tests: on a slow disk, under a sanitizer, that takes its time.
    rushlab_test(${test} TIMEOUT 300 LINKS rushlab_sql Qt6::Sql)
endforeach()
rushlab_bench(bench/sql LINKS rushlab_sql Qt6::Sql)
