# What is in backend/report.
rushlab_tests(report LINKS rushlab_report rushlab_app Qt6::Gui TESTS unit/report_files unit/report_result_archive)
