CREATE SCHEMA IF NOT EXISTS payments;

-- What the provider gave us for a card. There is no column a card's number could be put into.
CREATE TABLE IF NOT EXISTS payments.methods (
    token text PRIMARY KEY,
    -- null: everybody may use it
    user_id uuid,
    last4 char(4) NOT NULL
);
CREATE INDEX IF NOT EXISTS methods_by_user ON payments.methods (user_id);

CREATE TABLE IF NOT EXISTS payments.payments (
    order_id uuid PRIMARY KEY,
    user_id uuid,
    amount_minor int NOT NULL,
    currency char(3) NOT NULL,
    status text NOT NULL CHECK
        (status IN ('PENDING', 'AUTHORISED', 'CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED')),
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    -- what staff have given back of it: promised, and perhaps not yet on its way
    returned_minor int NOT NULL DEFAULT 0 CHECK (returned_minor BETWEEN 0 AND amount_minor),
    -- what the provider has yet to be asked for: noted with the change that makes it due
    owed text CHECK (owed IN ('CAPTURE', 'REVERSAL')),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS payments_owed ON payments.payments (due_at) WHERE owed IS NOT NULL;
CREATE INDEX IF NOT EXISTS payments_pending ON payments.payments (at) WHERE status = 'PENDING';

-- Our books: one line per movement that the provider has confirmed, never changed.
CREATE TABLE IF NOT EXISTS payments.ledger (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('AUTHORISED', 'CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED')),
    amount_minor int NOT NULL,
    at timestamptz NOT NULL,
    -- of a part that staff gave back; a reversal has none
    refund_id uuid,
    UNIQUE NULLS NOT DISTINCT (order_id, kind, refund_id)
);

-- What staff give back of an order that stands. The provider is asked until it has been done.
CREATE TABLE IF NOT EXISTS payments.refunds (
    refund_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    amount_minor int NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    reason text NOT NULL,
    granted_at timestamptz NOT NULL,
    is_owed boolean NOT NULL DEFAULT true,
    due_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS refunds_owed ON payments.refunds (due_at) WHERE is_owed;
CREATE INDEX IF NOT EXISTS refunds_by_order ON payments.refunds (order_id);

-- The provider's callbacks that were heard: each has an effect once.
CREATE TABLE IF NOT EXISTS payments.notices (
    notice_id uuid PRIMARY KEY,
    at timestamptz NOT NULL
);
