# One line a test of the delay model.
rushlab_test(unit/engines_delayed LINKS rushlab_roles)
