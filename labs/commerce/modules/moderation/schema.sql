CREATE SCHEMA IF NOT EXISTS moderation;

CREATE TABLE IF NOT EXISTS moderation.cases (
    review_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    product_id int NOT NULL,
    stars int NOT NULL,
    text text NOT NULL,
    status text NOT NULL CHECK (status IN ('WAITING', 'APPROVED', 'REJECTED')),
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS cases_waiting ON moderation.cases (at) WHERE status = 'WAITING';
