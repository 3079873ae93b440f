# One line a test of what is in backend/verdict.
rushlab_test(unit/verdict_sale LINKS rushlab_verdict)
rushlab_test(unit/verdict_outage LINKS rushlab_verdict)
rushlab_test(unit/verdict_mail LINKS rushlab_verdict)
rushlab_test(unit/verdict_poison LINKS rushlab_verdict)
rushlab_test(unit/verdict_prefetch LINKS rushlab_verdict)
rushlab_test(unit/verdict_time_deal LINKS rushlab_verdict)
rushlab_test(unit/verdict_run LINKS rushlab_verdict)
rushlab_test(unit/verdict_coupons LINKS rushlab_verdict)
rushlab_test(unit/verdict_collect TIMEOUT 300 LINKS rushlab_verdict rushlab_roles rushlab_kv rushlab_queue rushlab_log
    rushlab_archive rushlab_sql Qt6::Sql)
rushlab_bench(bench/verdict LINKS rushlab_verdict rushlab_roles rushlab_kv rushlab_queue rushlab_log rushlab_archive
    rushlab_sql Qt6::Sql)
