CREATE SCHEMA IF NOT EXISTS behaviour;

CREATE TABLE IF NOT EXISTS behaviour.actions (
    action bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('view', 'search', 'add-to-cart', 'purchase')),
    subject text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS actions_by_time ON behaviour.actions (at);
