# One line a test of what is in backend/roles.
rushlab_test(unit/roles_strategies TIMEOUT 300 LINKS rushlab_order_role rushlab_sql Qt6::Sql)
rushlab_test(unit/roles_worker TIMEOUT 300 LINKS rushlab_roles_worker rushlab_sql Qt6::Sql)
rushlab_test(unit/roles_registry LINKS rushlab_role_registry)
rushlab_test(unit/roles_cache TIMEOUT 300 LINKS rushlab_cache rushlab_sql Qt6::Sql)
rushlab_test(unit/roles_accounts TIMEOUT 300 LINKS rushlab_auth_role rushlab_sql Qt6::Sql PkgConfig::sodium)
rushlab_test(unit/roles_scheduler TIMEOUT 300 LINKS rushlab_roles_scheduler rushlab_roles_worker rushlab_sql Qt6::Sql)
rushlab_test(unit/roles_gateway LINKS rushlab_role_gateway rushlab_role_registry)
rushlab_bench(bench/worker LINKS rushlab_roles_worker rushlab_sql Qt6::Sql Qt6::Test)
