CREATE SCHEMA IF NOT EXISTS orders;

-- The truth: what happened to each order. Appended to, never changed.
CREATE TABLE IF NOT EXISTS orders.events (
    order_id uuid NOT NULL,
    -- its place in the order's stream: two writers cannot both append the same one
    version int NOT NULL,
    event_id uuid NOT NULL,
    event text NOT NULL,
    schema_version int NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    -- of the request that placed the order: another request may not use its idempotency key
    fingerprint bytea,
    PRIMARY KEY (order_id, version)
);

-- What the streams amount to, written in the transaction that appends: a cache for reading, and
-- the row to lock. The rebuild makes it anew from the events and compares.
CREATE TABLE IF NOT EXISTS orders.orders (
    order_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('PENDING', 'CONFIRMED', 'CANCELLED')),
    items jsonb NOT NULL,
    total_minor int NOT NULL,
    currency char(3) NOT NULL,
    reason text NOT NULL DEFAULT '',
    refunded_minor int NOT NULL DEFAULT 0,
    fingerprint bytea NOT NULL,
    created_at timestamptz NOT NULL,
    version int NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_by_user ON orders.orders (user_id, created_at DESC);

CREATE INDEX IF NOT EXISTS orders_pending ON orders.orders (created_at) WHERE status = 'PENDING';

CREATE TABLE IF NOT EXISTS orders.sagas (
    order_id uuid PRIMARY KEY,
    status text NOT NULL,
    saga jsonb NOT NULL,
    -- what the steps need: the order as it was placed
    purchase jsonb NOT NULL,
    started_at timestamptz NOT NULL,
    -- who drives it now, and until when nobody else may
    driver text NOT NULL,
    leased_until timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    -- whoever takes the saga over goes on with its trace
    traceparent text NOT NULL
);
CREATE INDEX IF NOT EXISTS sagas_unfinished ON orders.sagas (due_at)
    WHERE status IN ('running', 'compensating');

-- what customers no longer want, until it is undone or cannot be: whoever undoes it may die on the way
CREATE TABLE IF NOT EXISTS orders.withdrawals (
    order_id uuid PRIMARY KEY,
    driver text NOT NULL,
    due_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS withdrawals_due ON orders.withdrawals (due_at);

-- what a choreographed checkout has told us of an order: all that is known of how far it got
CREATE TABLE IF NOT EXISTS orders.heard (
    order_id uuid NOT NULL,
    event text NOT NULL,
    reason text NOT NULL DEFAULT '',
    entry bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (order_id, event)
);

-- what the coordinator of a distributed transaction has begun and decided: a line that says
-- 'committing' is the decision, and is on disk before anybody commits
CREATE TABLE IF NOT EXISTS orders.coordinator_log (
    order_id uuid PRIMARY KEY,
    attempt int NOT NULL DEFAULT 1,
    phase text NOT NULL CHECK
        (phase IN ('voting', 'committing', 'aborting', 'committed', 'aborted')),
    reason text NOT NULL DEFAULT '',
    purchase jsonb NOT NULL,
    started_at timestamptz NOT NULL,
    driver text NOT NULL,
    leased_until timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    traceparent text NOT NULL
);
CREATE INDEX IF NOT EXISTS coordinator_log_unfinished ON orders.coordinator_log (due_at)
    WHERE phase IN ('voting', 'committing', 'aborting');
