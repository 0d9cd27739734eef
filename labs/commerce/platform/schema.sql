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

-- What a module has yet to do because of events: only a choreographed checkout writes here.
CREATE TABLE IF NOT EXISTS platform.reactions (
    order_id uuid NOT NULL,
    module text NOT NULL,
    action text NOT NULL,
    -- what the action must know; null until an event tells it, and again when it has served
    brief bytea,
    called_for boolean NOT NULL DEFAULT false,
    is_done boolean NOT NULL DEFAULT false,
    attempts int NOT NULL DEFAULT 0,
    request_id text NOT NULL DEFAULT '',
    traceparent text NOT NULL DEFAULT '',
    worker text NOT NULL DEFAULT '',
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, module, action)
);
CREATE INDEX IF NOT EXISTS reactions_due ON platform.reactions (module, due_at)
    WHERE called_for AND NOT is_done;
