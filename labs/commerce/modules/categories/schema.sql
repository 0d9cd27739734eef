CREATE SCHEMA IF NOT EXISTS categories;

CREATE TABLE IF NOT EXISTS categories.categories (
    slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL
);
