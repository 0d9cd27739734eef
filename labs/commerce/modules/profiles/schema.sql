CREATE SCHEMA IF NOT EXISTS profiles;

CREATE TABLE IF NOT EXISTS profiles.profiles (
    user_id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('ru', 'en'))
);

CREATE TABLE IF NOT EXISTS profiles.addresses (
    address_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    name text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postal_code text NOT NULL,
    country text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS addresses_by_user ON profiles.addresses (user_id, at DESC);
