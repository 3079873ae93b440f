# What is in backend/scenarios.
rushlab_tests(scenarios LINKS rushlab_scenarios rushlab_wiring TIMEOUT 300
    TESTS unit/scenarios_parameters unit/scenarios_room unit/scenarios_run)
