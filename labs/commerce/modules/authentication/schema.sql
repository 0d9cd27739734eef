CREATE SCHEMA IF NOT EXISTS authentication;

CREATE TABLE IF NOT EXISTS authentication.credentials (
    email text PRIMARY KEY,
    user_id uuid NOT NULL UNIQUE,
    password_hash text NOT NULL
);

CREATE TABLE IF NOT EXISTS authentication.signing_keys (
    kid text PRIMARY KEY,
    sealed text NOT NULL,
    jwk jsonb NOT NULL,
    signs_from timestamptz NOT NULL,
    retires_at timestamptz
);

-- A sign-in, and every refresh token that descends from it.
CREATE TABLE IF NOT EXISTS authentication.sessions (
    session uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_by_user ON authentication.sessions (user_id);

-- Used tokens are kept until they expire: only so is it noticed that one comes a second time.
CREATE TABLE IF NOT EXISTS authentication.refresh_tokens (
    token_hash bytea PRIMARY KEY,
    session uuid NOT NULL REFERENCES authentication.sessions ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX IF NOT EXISTS refresh_tokens_by_session ON authentication.refresh_tokens (session);

CREATE TABLE IF NOT EXISTS authentication.password_resets (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS password_resets_by_user ON authentication.password_resets (user_id);
