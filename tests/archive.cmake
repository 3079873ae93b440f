# What is in backend/engines/archive.
rushlab_tests(archive LINKS rushlab_archive TESTS contract/archive_contract property/archive_model unit/archive_embedded)
