rushlab_test(unit/mail_check LINKS rushlab_mail)
