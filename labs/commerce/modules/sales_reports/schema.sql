CREATE SCHEMA IF NOT EXISTS sales_reports;

-- One row per confirmed order; an order cancelled afterwards is no sale, and what staff gave back is
-- no revenue.
CREATE TABLE IF NOT EXISTS sales_reports.sales (
    order_id uuid PRIMARY KEY,
    day date NOT NULL,
    items int NOT NULL,
    revenue_minor int NOT NULL,
    refunded_minor int NOT NULL DEFAULT 0,
    cancelled boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS sales_by_day ON sales_reports.sales (day);

CREATE TABLE IF NOT EXISTS sales_reports.lines (
    order_id uuid NOT NULL,
    product_id int NOT NULL,
    quantity int NOT NULL,
    revenue_minor int NOT NULL,
    PRIMARY KEY (order_id, product_id)
);
