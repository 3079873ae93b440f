# One line a test of what is in backend/lab.
