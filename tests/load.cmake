# One line a test of what is in backend/load.
rushlab_test(unit/load_run LINKS rushlab_load)
rushlab_bench(bench/load LINKS rushlab_load)
