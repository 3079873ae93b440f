# What is in app/.
rushlab_tests(app LINKS rushlab_app TESTS unit/app_arguments)
