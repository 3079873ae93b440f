# What is in backend/engines/log.
rushlab_tests(log LINKS rushlab_log
    TESTS contract/log_event_log contract/log_groups property/log_core unit/log_embedded unit/log_records)
rushlab_bench(bench/log_throughput LINKS rushlab_log Qt6::Core)
