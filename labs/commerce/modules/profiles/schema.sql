CREATE SCHEMA IF NOT EXISTS profiles;

CREATE TABLE IF NOT EXISTS profiles.profiles (
    user_id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('ru', 'en'))
);
