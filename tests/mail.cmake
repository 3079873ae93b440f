# What is in backend/engines/mail.
rushlab_tests(mail LINKS rushlab_mail TIMEOUT 300
    TESTS contract/mail_contract e2e/mail_clients unit/mail_check unit/mail_mime unit/mail_session)
rushlab_bench(bench/mail LINKS rushlab_mail Qt6::Core)
