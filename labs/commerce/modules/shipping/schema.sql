CREATE SCHEMA IF NOT EXISTS shipping;

CREATE TABLE IF NOT EXISTS shipping.shipments (
    order_id uuid PRIMARY KEY,
    user_id uuid,
    tracking text NOT NULL,
    status text NOT NULL CHECK (
        status IN ('SCHEDULED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED', 'REFUSED')),
    address jsonb,
    at timestamptz NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS shipments_by_tracking
    ON shipping.shipments (tracking) WHERE tracking <> '';
