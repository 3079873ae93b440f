# What is in backend/base.
rushlab_tests(base LINKS rushlab_base TESTS unit/base_histogram unit/base_json unit/base_settings unit/base_values)
rushlab_bench(bench/json LINKS rushlab_base Qt6::Core)
