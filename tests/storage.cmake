# What is in backend/storage.
rushlab_tests(storage LINKS rushlab_storage TESTS unit/storage_damage unit/storage_database unit/storage_flusher)
rushlab_bench(bench/storage_flush LINKS rushlab_storage)
