CREATE SCHEMA IF NOT EXISTS notifications;

-- One letter per event and addressee, however often the event is delivered.
CREATE TABLE IF NOT EXISTS notifications.mailbox (
    letter bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    params jsonb NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (event_id, user_id)
);
CREATE INDEX IF NOT EXISTS mailbox_by_user ON notifications.mailbox (user_id, letter DESC);
