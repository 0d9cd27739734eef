CREATE SCHEMA IF NOT EXISTS permissions;

CREATE TABLE IF NOT EXISTS permissions.grants (
    user_id uuid PRIMARY KEY,
    roles text[] NOT NULL,
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'enterprise'))
);
