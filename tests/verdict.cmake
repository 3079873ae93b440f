# What is in backend/verdict.
rushlab_tests(verdict LINKS rushlab_verdict rushlab_roles rushlab_kv rushlab_queue rushlab_log rushlab_archive rushlab_sql
    Qt6::Sql TIMEOUT 300
    TESTS
    unit/verdict_chat
    unit/verdict_collect
    unit/verdict_coupons
    unit/verdict_mail
    unit/verdict_outage
    unit/verdict_poison
    unit/verdict_prefetch
    unit/verdict_run
    unit/verdict_sale
    unit/verdict_time_deal)
rushlab_bench(bench/verdict LINKS rushlab_verdict rushlab_roles rushlab_kv rushlab_queue rushlab_log rushlab_archive
    rushlab_sql Qt6::Sql)
