# What is in backend/roles.
rushlab_tests(roles LINKS rushlab_role_gateway rushlab_role_registry rushlab_auth_role rushlab_chat_role rushlab_item_role rushlab_stock_role
    rushlab_order_role rushlab_roles_worker rushlab_roles_scheduler rushlab_cache rushlab_mail rushlab_sql Qt6::Sql
    PkgConfig::sodium TIMEOUT 300
    TESTS
    unit/roles_accounts
    unit/roles_cache
    unit/roles_catalog
    unit/roles_chat
    unit/roles_chat_log
    unit/roles_desk
    unit/roles_gateway
    unit/roles_gateway_access
    unit/roles_gateway_websocket
    unit/roles_mail
    unit/roles_order
    unit/roles_order_ways
    unit/roles_registry
    unit/roles_scheduler
    unit/roles_strategies
    unit/roles_units
    unit/roles_worker)
rushlab_bench(bench/worker LINKS rushlab_roles_worker rushlab_sql Qt6::Sql Qt6::Test)
rushlab_bench(bench/cache LINKS rushlab_cache rushlab_sql Qt6::Sql Qt6::Test)
rushlab_bench(bench/order_entry LINKS rushlab_order_role rushlab_sql Qt6::Sql)
rushlab_bench(bench/order_cache LINKS rushlab_order_role rushlab_load rushlab_sql Qt6::Sql Qt6::Test)
rushlab_bench(bench/gateway LINKS rushlab_role_gateway rushlab_role_registry Qt6::Core)
