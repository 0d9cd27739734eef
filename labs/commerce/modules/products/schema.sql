CREATE SCHEMA IF NOT EXISTS products;

CREATE TABLE IF NOT EXISTS products.products (
    product_id int PRIMARY KEY,
    category text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    description_ru text NOT NULL,
    description_en text NOT NULL,
    price_minor int NOT NULL CHECK (price_minor > 0)
);
CREATE INDEX IF NOT EXISTS products_by_category ON products.products (category, product_id);
