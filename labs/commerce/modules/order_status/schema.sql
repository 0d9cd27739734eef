CREATE SCHEMA IF NOT EXISTS order_status;

-- One line per event about an order: the read side, built from events alone.
CREATE TABLE IF NOT EXISTS order_status.timeline (
    event_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    event text NOT NULL,
    detail text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS timeline_by_order ON order_status.timeline (order_id, at);

CREATE TABLE IF NOT EXISTS order_status.owners (
    order_id uuid PRIMARY KEY,
    user_id uuid NOT NULL
);
