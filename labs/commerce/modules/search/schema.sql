CREATE SCHEMA IF NOT EXISTS search;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA search;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA search;

-- Russian words are stemmed as Russian, words in Latin letters as English, whatever the text is in;
-- accents and the dots of «ё» do not count. `plain` keeps whole words, for what is half typed.
DO $$ BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_ts_config WHERE cfgname = 'shop' AND cfgnamespace = 'search'::regnamespace
    ) THEN
        CREATE TEXT SEARCH CONFIGURATION search.shop (COPY = pg_catalog.russian);
        ALTER TEXT SEARCH CONFIGURATION search.shop
            ALTER MAPPING FOR hword, hword_part, word WITH search.unaccent, russian_stem;
        CREATE TEXT SEARCH CONFIGURATION search.plain (COPY = pg_catalog.simple);
        ALTER TEXT SEARCH CONFIGURATION search.plain
            ALTER MAPPING FOR hword, hword_part, word WITH search.unaccent, simple;
    END IF;
END $$;

-- What is found can be narrowed by all but its words; `document` holds category, path, attributes.
CREATE TABLE IF NOT EXISTS search.documents (
    product_id int PRIMARY KEY,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    description_ru text NOT NULL,
    description_en text NOT NULL,
    document jsonb NOT NULL,
    brand text NOT NULL,
    price_minor int NOT NULL,
    rating real,
    available boolean NOT NULL,
    version int NOT NULL,
    names text NOT NULL,
    words tsvector NOT NULL,
    beginnings tsvector NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_words ON search.documents USING gin (words);
CREATE INDEX IF NOT EXISTS documents_by_beginnings ON search.documents USING gin (beginnings);
CREATE INDEX IF NOT EXISTS documents_by_trigrams ON search.documents
    USING gin (names search.gin_trgm_ops);

-- The index rebuilt from the catalogue, a part at a time: whoever dies is followed from `after_id`.
CREATE TABLE IF NOT EXISTS search.rebuilds (
    rebuild_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    after_id int NOT NULL DEFAULT 0,
    indexed int NOT NULL DEFAULT 0,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz
);

-- Loads the extension's library: its settings are unknown, and so forbidden, in a session without.
SELECT search.show_limit();

-- Documents with a word like the query; a third of the trigrams is what a swap of letters leaves.
-- The planner thinks comparing trigrams as cheap as comparing numbers, and would read every name.
CREATE OR REPLACE FUNCTION search.alike(query text) RETURNS SETOF search.documents
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.4 SET enable_seqscan = off AS $$
    SELECT * FROM search.documents WHERE query OPERATOR(search.<%) names
    ORDER BY search.word_similarity(query, names) DESC, product_id LIMIT 200
$$;
