# One line a test of what is in backend/scenarios.
rushlab_test(unit/scenarios_parameters LINKS rushlab_scenarios)
rushlab_test(unit/scenarios_room LINKS rushlab_scenarios)
rushlab_test(unit/scenarios_run LINKS rushlab_scenarios rushlab_wiring TIMEOUT 300)
