CREATE SCHEMA IF NOT EXISTS platform;

CREATE TABLE IF NOT EXISTS platform.outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    subject text NOT NULL,
    key text NOT NULL DEFAULT '',
    payload bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS platform.inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX IF NOT EXISTS inbox_by_age ON platform.inbox USING brin (handled_at);

-- How far the deployable has read the log, and which of its replicas reads.
CREATE TABLE IF NOT EXISTS platform.cursors (
    consumer text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0,
    reader text NOT NULL,
    leased_until timestamptz NOT NULL
);

-- Events that a module could not handle, and those of the same key that wait behind them.
CREATE TABLE IF NOT EXISTS platform.deferred (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    key text NOT NULL,
    event text NOT NULL,
    payload bytea NOT NULL,
    entry bigint GENERATED ALWAYS AS IDENTITY,
    attempts int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_dead boolean NOT NULL DEFAULT false,
    error text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX IF NOT EXISTS deferred_by_key ON platform.deferred (consumer, key, entry);

CREATE OR REPLACE VIEW platform.dead_letters AS
    SELECT consumer, event_id, event, key, payload, attempts, error, at
    FROM platform.deferred WHERE is_dead;

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
    -- why a compensation was refused: nothing follows from it, so somebody must look
    refusal text NOT NULL DEFAULT '',
    attempts int NOT NULL DEFAULT 0,
    request_id text NOT NULL DEFAULT '',
    traceparent text NOT NULL DEFAULT '',
    worker text NOT NULL DEFAULT '',
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, module, action)
);
CREATE INDEX IF NOT EXISTS reactions_done ON platform.reactions (due_at) WHERE is_done;
CREATE INDEX IF NOT EXISTS reactions_due ON platform.reactions (module, due_at)
    WHERE called_for AND NOT is_done;
