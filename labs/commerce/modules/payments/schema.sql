CREATE SCHEMA IF NOT EXISTS payments;

-- What the provider gave us for a card. There is no column a card's number could be put into.
CREATE TABLE IF NOT EXISTS payments.methods (
    token text PRIMARY KEY,
    user_id uuid,
    last4 char(4) NOT NULL,
    behaviour text NOT NULL
);

CREATE TABLE IF NOT EXISTS payments.payments (
    order_id uuid PRIMARY KEY,
    user_id uuid,
    amount_minor int NOT NULL,
    currency char(3) NOT NULL,
    status text NOT NULL CHECK (status IN ('CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED')),
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);

-- The provider's own books: one line per movement, never changed.
CREATE TABLE IF NOT EXISTS payments.ledger (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('AUTHORISED', 'CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED')),
    amount_minor int NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (order_id, kind)
);
