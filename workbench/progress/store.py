"""The progress database: one file, safe against a killed process."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from threading import RLock
from typing import Any

SCHEMA_VERSION = 1
BUSY_MS = 5000
"""How long a second workbench waits for the first one's write."""


class ProgressError(Exception):
    """The progress file cannot be used. `code` is a message id: `progress-<code>`."""

    def __init__(self, code: str, path: Path, reason: str = "") -> None:
        self.code, self.path, self.reason = code, path, reason
        super().__init__(f"{code}: {path} {reason}".rstrip())


@dataclass(frozen=True, slots=True)
class Attempt:
    """One graded answer. `at` is UTC in ISO 8601; `findings` are finding codes."""

    exercise: str
    status: str
    seconds: float = 0.0
    findings: Sequence[str] = ()
    measured: Mapping[str, float | int | str] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the learner has done, at one moment."""

    lessons_read: frozenset[str]
    passed: frozenset[str]
    tried: frozenset[str]
    hints: Mapping[str, int]
    """Exercise id → how many of its hints were shown."""
    solutions_shown: frozenset[str]
    quizzes: Mapping[str, tuple[int, int]]
    """Chapter → questions answered right, questions answered."""


class ProgressStore:
    """Reads and writes the learner's progress. Threads may share one.

    Every write is one transaction that is on disk when the call returns.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        # SQLite takes calls from several threads, but a connection has one transaction: without
        # the lock, one thread's commit or rollback would end another's
        self._lock = RLock()

    def record_attempt(self, attempt: Attempt) -> None:
        """Keep a verdict."""
        self._write(
            "INSERT OR REPLACE INTO attempt (exercise, at, status, seconds, findings, measured)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                attempt.exercise,
                attempt.at or self._now(),
                attempt.status,
                attempt.seconds,
                json.dumps(list(attempt.findings)),
                json.dumps(dict(attempt.measured)),
            ),
        )

    def record_lesson(self, lesson: str) -> None:
        """The lesson was read to its end."""
        self._write("INSERT OR IGNORE INTO lesson_read VALUES (?, ?)", (lesson, self._now()))

    def record_hint(self, exercise: str, number: int) -> None:
        """Hint `number` (from 1) was shown."""
        row = (exercise, number, self._now())
        self._write("INSERT OR IGNORE INTO hint_shown VALUES (?, ?, ?)", row)

    def record_solution(self, exercise: str) -> None:
        """The solution was shown."""
        self._write("INSERT OR IGNORE INTO solution_shown VALUES (?, ?)", (exercise, self._now()))

    def record_quiz(self, chapter: str, question: str, *, correct: bool) -> None:
        """A quiz question was answered; a later answer replaces an earlier one."""
        row = (chapter, question, int(correct), self._now())
        self._write("INSERT OR REPLACE INTO quiz_answer VALUES (?, ?, ?, ?)", row)

    def standing(self) -> Standing:
        """All that was done so far."""
        with self._lock:
            return self._standing()

    def _standing(self) -> Standing:
        quizzes = self._read("SELECT chapter, sum(correct), count(*) FROM quiz_answer GROUP BY 1")
        return Standing(
            lessons_read=self._column("SELECT lesson FROM lesson_read"),
            passed=self._column("SELECT DISTINCT exercise FROM attempt WHERE status = 'passed'"),
            tried=self._column("SELECT DISTINCT exercise FROM attempt"),
            hints=dict(self._read("SELECT exercise, max(number) FROM hint_shown GROUP BY 1")),
            solutions_shown=self._column("SELECT exercise FROM solution_shown"),
            quizzes={chapter: (right, asked) for chapter, right, asked in quizzes},
        )

    def attempts(self, exercise: str | None = None) -> tuple[Attempt, ...]:
        """Graded answers, oldest first."""
        rows = self._read(
            "SELECT exercise, status, seconds, findings, measured, at FROM attempt"
            " WHERE ?1 IS NULL OR exercise = ?1 ORDER BY at",
            (exercise,),
        )
        return tuple(
            Attempt(name, status, seconds, json.loads(findings), json.loads(measured), at)
            for name, status, seconds, findings, measured, at in rows
        )

    def export(self) -> dict[str, list[list[object]]]:
        """Every table as lists of rows, for a file the learner can move to another machine."""
        with self._lock:
            return {
                table: [list(row) for row in self._read(f"SELECT {columns} FROM {table}")]  # noqa: S608 - our own names
                for table, columns in _EXPORTED.items()
            }

    def merge(self, exported: Mapping[str, Sequence[Sequence[object]]]) -> int:
        """Take in an export; what is already here stays. Returns how many rows were new.

        Raises:
            ProgressError: it is not an export of this format; nothing was taken in.
        """
        with self._lock:
            before = self._database().total_changes
            try:
                with self._database() as database:
                    for table, rows in exported.items():
                        _insert(database, table, rows)
            except (LookupError, AttributeError, TypeError, ValueError, sqlite3.Error) as error:
                raise ProgressError("bad-export", self._path, str(error)) from None
            return self._database().total_changes - before

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

    def _column(self, query: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._read(query))

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            with self._lock, closing(self._database().execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise ProgressError("unreadable", self._path, str(error)) from error

    def _write(self, statement: str, values: Sequence[Any]) -> None:
        try:
            with self._lock, self._database() as database:
                database.execute(statement, values)
        except sqlite3.Error as error:
            raise ProgressError("unwritable", self._path, str(error)) from error

    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _open(self._path)
        return self._connection


_EXPORTED = {
    "attempt": "exercise, at, status, seconds, findings, measured",
    "lesson_read": "lesson, at",
    "hint_shown": "exercise, number, at",
    "solution_shown": "exercise, at",
    "quiz_answer": "chapter, question, correct, at",
}


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Add exported rows; what is already there stays.

    Raises:
        ValueError: a column that holds JSON holds something else, which no read would survive.
    """
    if table == "attempt":
        for _, _, _, _, findings, measured in rows:
            if not (_is_json(findings, list) and _is_json(measured, dict)):
                raise ValueError(table, findings, measured)
    columns = _EXPORTED[table]
    places = ", ".join("?" * len(columns.split(",")))
    database.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608 - our own names
        rows,
    )


def _is_json(text: object, kind: type) -> bool:
    return isinstance(text, str) and isinstance(json.loads(text), kind)


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # the TUI's workers ask from their own threads, one at a time
        database = sqlite3.connect(path, timeout=BUSY_MS / 1000, check_same_thread=False)
    except OSError as error:
        raise ProgressError("unwritable", path, error.strerror or "") from error
    except sqlite3.Error as error:
        raise ProgressError("unwritable", path, str(error)) from error
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise ProgressError("too-new", path)
        if version < SCHEMA_VERSION:
            schema = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")
            database.executescript(
                f"BEGIN; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )
    except sqlite3.Error as error:
        database.close()
        raise ProgressError("unreadable", path, str(error)) from error
    return database
