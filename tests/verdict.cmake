# One line a test of what is in backend/verdict.
rushlab_test(unit/verdict_sale LINKS rushlab_verdict)
