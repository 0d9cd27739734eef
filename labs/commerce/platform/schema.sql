CREATE SCHEMA IF NOT EXISTS platform;

CREATE TABLE IF NOT EXISTS platform.outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    event text NOT NULL,
    payload bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS platform.inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);

CREATE TABLE IF NOT EXISTS platform.dead_letters (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    payload bytea NOT NULL,
    error text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);

CREATE TABLE IF NOT EXISTS platform.seeded (
    module text PRIMARY KEY,
    seed bigint NOT NULL
);
