# One line a test of what is in backend/domain.
rushlab_test(unit/domain_values LINKS rushlab_domain)
