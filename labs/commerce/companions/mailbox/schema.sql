CREATE SCHEMA IF NOT EXISTS mailbox;

-- Every message that arrived, as often as it arrived: an audit counts them.
CREATE TABLE IF NOT EXISTS mailbox.letters (
    letter bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS letters_by_recipient ON mailbox.letters (recipient, letter DESC);
