rushlab_test(unit/storage_damage LINKS rushlab_storage)
rushlab_test(unit/storage_database LINKS rushlab_storage)
rushlab_test(unit/storage_flusher LINKS rushlab_storage)
rushlab_bench(bench/storage_flush LINKS rushlab_storage)
