CREATE SCHEMA IF NOT EXISTS ratings;

CREATE TABLE IF NOT EXISTS ratings.ratings (
    review_id uuid PRIMARY KEY,
    product_id int NOT NULL,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX IF NOT EXISTS ratings_by_product ON ratings.ratings (product_id);
