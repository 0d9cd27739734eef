CREATE SCHEMA IF NOT EXISTS stock;

CREATE TABLE IF NOT EXISTS stock.levels (
    product_id int PRIMARY KEY,
    available int NOT NULL CHECK (available >= 0)
);

-- Every change to a level, so that levels can be audited: available = sum(delta).
CREATE TABLE IF NOT EXISTS stock.movements (
    reference uuid NOT NULL,
    product_id int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('RECEIVED', 'TAKEN', 'GIVEN_BACK')),
    delta int NOT NULL,
    PRIMARY KEY (reference, product_id, kind)
);

-- One row per order that took goods, or that may never take any (given back before it took).
CREATE TABLE IF NOT EXISTS stock.takes (
    order_id uuid PRIMARY KEY,
    status text NOT NULL CHECK (status IN ('TAKEN', 'GIVEN_BACK'))
);
