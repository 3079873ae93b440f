# One line a test of what is in backend/scenarios.
rushlab_test(unit/scenarios_parameters LINKS rushlab_scenarios)
