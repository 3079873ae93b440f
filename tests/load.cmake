# What is in backend/load.
rushlab_tests(load LINKS rushlab_load TESTS unit/load_chat unit/load_run)
rushlab_bench(bench/load LINKS rushlab_load)
