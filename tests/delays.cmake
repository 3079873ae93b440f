# What every engine's port can be made to cost.
rushlab_tests(delays LINKS rushlab_roles TESTS unit/engines_delayed)
