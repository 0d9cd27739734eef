CREATE SCHEMA IF NOT EXISTS ratings;

CREATE TABLE IF NOT EXISTS ratings.ratings (
    review_id uuid PRIMARY KEY,
    product_id int NOT NULL,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5)
);

-- How many reviews gave a product so many stars. Its row is what reviews that are settled at the
-- same moment wait for, so that each sees the ones before it.
CREATE TABLE IF NOT EXISTS ratings.totals (
    product_id int PRIMARY KEY,
    counts int[] NOT NULL
);
