CREATE TABLE IF NOT EXISTS attempt (
    id       INTEGER PRIMARY KEY,
    exercise TEXT NOT NULL,
    at       TEXT NOT NULL,
    status   TEXT NOT NULL CHECK (status IN ('passed', 'not yet', 'could not judge')),
    seconds  REAL NOT NULL,
    findings TEXT NOT NULL,
    measured TEXT NOT NULL,
    UNIQUE (exercise, at)
) STRICT;
CREATE INDEX IF NOT EXISTS attempt_by_exercise ON attempt (exercise, status);

CREATE TABLE IF NOT EXISTS lesson_read (
    lesson TEXT PRIMARY KEY,
    at     TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS hint_shown (
    exercise TEXT NOT NULL,
    number   INTEGER NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (exercise, number)
) STRICT;

CREATE TABLE IF NOT EXISTS solution_shown (
    exercise TEXT PRIMARY KEY,
    at       TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS quiz_answer (
    chapter  TEXT NOT NULL,
    question TEXT NOT NULL,
    correct  INTEGER NOT NULL CHECK (correct IN (0, 1)),
    at       TEXT NOT NULL,
    PRIMARY KEY (chapter, question)
) STRICT;
