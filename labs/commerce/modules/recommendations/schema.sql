CREATE SCHEMA IF NOT EXISTS recommendations;

-- How often two products were in the same order; each pair in both directions.
CREATE TABLE IF NOT EXISTS recommendations.pairs (
    product_id int NOT NULL,
    other_id int NOT NULL,
    times int NOT NULL,
    PRIMARY KEY (product_id, other_id)
);

CREATE TABLE IF NOT EXISTS recommendations.popularity (
    product_id int PRIMARY KEY,
    times int NOT NULL
);

-- The latest model's answer, where a model was trained.
CREATE TABLE IF NOT EXISTS recommendations.neighbours (
    product_id int PRIMARY KEY,
    nearest int[] NOT NULL,
    version int NOT NULL
);
