CREATE SCHEMA IF NOT EXISTS categories;

-- A category stays where it was put: products know the way to theirs.
CREATE TABLE IF NOT EXISTS categories.categories (
    slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL,
    parent text REFERENCES categories.categories,
    path text[] NOT NULL,
    attributes jsonb NOT NULL
);
