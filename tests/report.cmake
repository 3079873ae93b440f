# One line a test of what is in backend/report.
rushlab_test(unit/report_files LINKS rushlab_report rushlab_app Qt6::Gui)
rushlab_test(unit/report_result_archive LINKS rushlab_report rushlab_app)
