CREATE SCHEMA IF NOT EXISTS orders;

CREATE TABLE IF NOT EXISTS orders.orders (
    order_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('PENDING', 'CONFIRMED', 'CANCELLED')),
    items jsonb NOT NULL,
    total_minor int NOT NULL,
    currency char(3) NOT NULL,
    reason text NOT NULL DEFAULT '',
    fingerprint bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_by_user ON orders.orders (user_id, created_at DESC);

CREATE INDEX IF NOT EXISTS orders_pending ON orders.orders (created_at) WHERE status = 'PENDING';

CREATE TABLE IF NOT EXISTS orders.history (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS history_by_order ON orders.history (order_id, entry);

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
    due_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sagas_unfinished ON orders.sagas (due_at)
    WHERE status IN ('running', 'compensating');

-- what a choreographed checkout has told us of an order: all that is known of how far it got
CREATE TABLE IF NOT EXISTS orders.heard (
    order_id uuid NOT NULL,
    event text NOT NULL,
    reason text NOT NULL DEFAULT '',
    entry bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (order_id, event)
);
