CREATE SCHEMA IF NOT EXISTS payment_provider;

-- There is no column a card's number could be put into.
CREATE TABLE IF NOT EXISTS payment_provider.cards (
    token text PRIMARY KEY,
    last4 char(4) NOT NULL,
    behaviour text NOT NULL
);

CREATE TABLE IF NOT EXISTS payment_provider.payments (
    reference uuid PRIMARY KEY,
    token text NOT NULL,
    amount_minor int NOT NULL,
    currency char(3) NOT NULL,
    status text NOT NULL CHECK
        (status IN ('PENDING', 'AUTHORISED', 'CAPTURED', 'DECLINED', 'VOIDED', 'REFUNDED')),
    reason text NOT NULL DEFAULT '',
    refunded_minor int NOT NULL DEFAULT 0 CHECK (refunded_minor <= amount_minor),
    -- whether the money is taken as soon as it may be
    capture boolean NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS payments_open ON payment_provider.payments (opened_at)
    WHERE status IN ('PENDING', 'AUTHORISED');

-- The provider's books: one line per movement, never changed.
CREATE TABLE IF NOT EXISTS payment_provider.ledger (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('AUTHORISED', 'CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED')),
    amount_minor int NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- of a part that was returned; a reversal has none
    refund uuid,
    UNIQUE NULLS NOT DISTINCT (reference, kind, refund)
);

-- What merchants are yet to be told.
CREATE TABLE IF NOT EXISTS payment_provider.notices (
    notice_id uuid PRIMARY KEY,
    payload bytea NOT NULL,
    -- how often it is to arrive: more than once only for the cards that test just that
    copies int NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS notices_due ON payment_provider.notices (due_at);
