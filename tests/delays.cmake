# One line a test of the delay model.
