CREATE SCHEMA IF NOT EXISTS search;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA search;

CREATE TABLE IF NOT EXISTS search.documents (
    product_id int PRIMARY KEY,
    category text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    price_minor int NOT NULL,
    names text NOT NULL,
    words tsvector NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_words ON search.documents USING gin (words);
CREATE INDEX IF NOT EXISTS documents_by_trigrams ON search.documents
    USING gin (names search.gin_trgm_ops);
