CREATE SCHEMA IF NOT EXISTS reservations;

CREATE TABLE IF NOT EXISTS reservations.reservations (
    order_id uuid PRIMARY KEY,
    status text NOT NULL CHECK (status IN ('PENDING', 'HELD', 'REFUSED', 'RELEASED')),
    products int[] NOT NULL,
    quantities int[] NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
