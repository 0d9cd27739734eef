CREATE SCHEMA IF NOT EXISTS notifications;

-- One letter per event and addressee, however often the event is delivered.
CREATE TABLE IF NOT EXISTS notifications.mailbox (
    letter bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    params jsonb NOT NULL,
    at timestamptz NOT NULL,
    shown boolean NOT NULL DEFAULT true, -- false: by e-mail alone
    mail text NOT NULL DEFAULT 'NONE',
    mail_attempts integer NOT NULL DEFAULT 0,
    mail_after timestamptz NOT NULL DEFAULT '-infinity',
    UNIQUE (event_id, user_id)
);
CREATE INDEX IF NOT EXISTS mailbox_by_user ON notifications.mailbox (user_id, letter DESC);
CREATE INDEX IF NOT EXISTS mailbox_to_send ON notifications.mailbox (mail_after)
    WHERE mail IN ('WAITING', 'SENDING');

CREATE TABLE IF NOT EXISTS notifications.preferences (
    user_id uuid PRIMARY KEY,
    email boolean NOT NULL,
    push boolean NOT NULL
);
