-- Mails that the mail server has taken over, by message id: one that comes again is not sent again.
CREATE TABLE mails_sent (
    id TEXT PRIMARY KEY,
    sent_at ${time} NOT NULL
);
