# What is in backend/engines/kv.
rushlab_tests(kv LINKS rushlab_kv TIMEOUT 300
    TESTS
    contract/kv_channels
    contract/kv_commands
    contract/kv_keyspace
    contract/kv_scripts
    contract/kv_waiting
    property/kv_core)
rushlab_bench(bench/kv LINKS rushlab_kv)
