# What is in backend/domain.
rushlab_tests(domain LINKS rushlab_domain TESTS unit/domain_values)
