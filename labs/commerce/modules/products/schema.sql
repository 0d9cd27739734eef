CREATE SCHEMA IF NOT EXISTS products;

-- A product is a document; what lists are sorted and narrowed by is read out of it once.
CREATE TABLE IF NOT EXISTS products.documents (
    product_id int PRIMARY KEY,
    document jsonb NOT NULL,
    price_minor int NOT NULL GENERATED ALWAYS AS ((document ->> 'priceMinor')::int) STORED
        CHECK (price_minor > 0),
    brand text NOT NULL GENERATED ALWAYS AS (document ->> 'brand') STORED,
    rating real GENERATED ALWAYS AS ((document ->> 'rating')::real) STORED,
    available boolean NOT NULL GENERATED ALWAYS AS ((document ->> 'available')::boolean) STORED
);
CREATE SEQUENCE IF NOT EXISTS products.numbers AS int;
CREATE INDEX IF NOT EXISTS documents_by_content ON products.documents
    USING gin (document jsonb_path_ops);
CREATE INDEX IF NOT EXISTS documents_by_price ON products.documents (price_minor, product_id);
CREATE INDEX IF NOT EXISTS documents_by_rating
    ON products.documents ((coalesce(rating, 0)) DESC, product_id DESC);
