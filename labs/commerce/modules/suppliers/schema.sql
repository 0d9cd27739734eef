CREATE SCHEMA IF NOT EXISTS suppliers;

CREATE TABLE IF NOT EXISTS suppliers.suppliers (
    supplier_id int PRIMARY KEY,
    name text NOT NULL,
    lead_days int NOT NULL
);

-- A purchase from a supplier: proposed when stock runs low, or placed by somebody.
CREATE TABLE IF NOT EXISTS suppliers.replenishments (
    replenishment_id uuid PRIMARY KEY,
    supplier_id int NOT NULL REFERENCES suppliers.suppliers,
    product_id int NOT NULL,
    quantity int NOT NULL CHECK (quantity > 0),
    status text NOT NULL
        CHECK (status IN ('PROPOSED', 'PLACED', 'ARRIVING', 'RECEIVED', 'CANCELLED')),
    at timestamptz NOT NULL
);

-- However often stock is low, one proposal for a product is enough.
CREATE UNIQUE INDEX IF NOT EXISTS replenishments_proposed
    ON suppliers.replenishments (product_id) WHERE status = 'PROPOSED';
