CREATE SCHEMA IF NOT EXISTS recommendation_models;

-- What was bought together, told by the orders' events.
CREATE TABLE IF NOT EXISTS recommendation_models.baskets (
    order_id uuid PRIMARY KEY,
    products int[] NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS recommendation_models.models (
    version int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    baskets int NOT NULL,
    products int NOT NULL,
    hit_rate double precision,
    trained_at timestamptz NOT NULL
);
