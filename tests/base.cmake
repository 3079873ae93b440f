rushlab_test(unit/base_values LINKS rushlab_base)
rushlab_test(unit/base_json LINKS rushlab_base)
rushlab_bench(bench/json LINKS rushlab_base Qt6::Core)
rushlab_test(unit/base_settings LINKS rushlab_base)
