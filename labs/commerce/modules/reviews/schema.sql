CREATE SCHEMA IF NOT EXISTS reviews;

CREATE TABLE IF NOT EXISTS reviews.reviews (
    review_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    product_id int NOT NULL,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    text text NOT NULL,
    verified boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('SUBMITTED', 'APPROVED', 'REJECTED')),
    at timestamptz NOT NULL,
    UNIQUE (user_id, product_id)
);
CREATE INDEX IF NOT EXISTS reviews_by_product ON reviews.reviews (product_id, at DESC);

-- Who bought what, told by the orders' events.
CREATE TABLE IF NOT EXISTS reviews.purchases (
    user_id uuid NOT NULL,
    product_id int NOT NULL,
    PRIMARY KEY (user_id, product_id)
);
