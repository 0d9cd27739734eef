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

-- Loads the extension's library: its settings are unknown, and so forbidden, in a session without.
SELECT search.show_limit();

-- Documents with a word like the query; a third of the trigrams is what a swap of letters leaves.
CREATE OR REPLACE FUNCTION search.alike(query text, most int) RETURNS SETOF search.documents
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.4 AS $$
    SELECT * FROM search.documents WHERE lower(query) OPERATOR(search.<%) names
    ORDER BY search.word_similarity(lower(query), names) DESC, product_id LIMIT most
$$;
