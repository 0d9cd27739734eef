import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from workbench.progress import Attempt, ProgressError, ProgressStore


def store_at(folder: Path) -> ProgressStore:
    return ProgressStore(folder / "deep" / "progress.sqlite3")


def test_everything_recorded_is_in_the_standing(tmp_path):
    store = store_at(tmp_path)
    store.record_lesson("4.1")
    store.record_lesson("4.1")
    store.record_attempt(Attempt("boundaries", "not yet", at="2026-01-01"))
    store.record_attempt(Attempt("boundaries", "passed", at="2026-01-02"))
    store.record_attempt(Attempt("order-saga", "could not judge", at="2026-01-03"))
    store.record_hint("boundaries", 1)
    store.record_hint("boundaries", 2)
    store.record_solution("order-saga")
    store.record_quiz("4.1", "q1", correct=False)
    store.record_quiz("4.1", "q1", correct=True)
    store.record_quiz("4.1", "q2", correct=False)
    standing = store.standing()
    assert standing.lessons_read == {"4.1"}
    assert standing.passed == {"boundaries"}
    assert standing.tried == {"boundaries", "order-saga"}
    assert standing.hints == {"boundaries": 2}
    assert standing.solutions_shown == {"order-saga"}
    assert standing.quizzes == {"4.1": (1, 2)}


def test_a_later_failure_does_not_take_a_pass_away(tmp_path):
    store = store_at(tmp_path)
    store.record_attempt(Attempt("boundaries", "passed", at="2026-01-01"))
    store.record_attempt(Attempt("boundaries", "not yet", at="2026-01-02"))
    assert "boundaries" in store.standing().passed
    assert [a.status for a in store.attempts("boundaries")] == ["passed", "not yet"]


def test_an_export_taken_into_another_store_gives_the_same_standing(tmp_path):
    clock = iter(datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 28))
    first = ProgressStore(tmp_path / "a.sqlite3", lambda: next(clock))
    first.record_lesson("4.2")
    first.record_attempt(Attempt("boundaries", "passed", 1.5, ["f"], {"p95_ms": 3.5}))
    second = ProgressStore(tmp_path / "b.sqlite3")
    assert second.merge(first.export()) == 2
    assert second.merge(first.export()) == 0
    assert second.standing() == first.standing()
    assert second.attempts() == first.attempts()


@pytest.mark.parametrize(
    "exported",
    [
        {"users": [[1]]},
        {"lesson_read": [[1, 2, 3]]},
        {"attempt": [["x", "y", "won", 0, "[]", "{}"]]},
        {"attempt": [["x", "y", "passed", 0, "no list", "{}"]]},
        {"attempt": [["x", "y", "passed", 0, "[]", "3"]]},
        {"attempt": [["x", "y", "passed"]]},
        [],
    ],
)
def test_what_is_no_export_is_refused_whole(tmp_path, exported):
    store = store_at(tmp_path)
    mixed = {"lesson_read": [["4.1", "2026"]], **exported} if exported else exported
    with pytest.raises(ProgressError) as refused:
        store.merge(mixed)
    assert refused.value.code == "bad-export"
    assert store.standing().lessons_read == frozenset()


def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path):
    file = tmp_path / "progress.sqlite3"
    file.write_text("not a database, and long enough to have a header of its own\n" * 4)
    with pytest.raises(ProgressError) as refused:
        ProgressStore(file).standing()
    assert refused.value.code == "unreadable"
    assert file.read_text().startswith("not a database")


def test_a_file_of_a_newer_workbench_is_not_touched(tmp_path):
    store = store_at(tmp_path)
    store.record_lesson("4.1")
    store.close()
    import sqlite3

    file = tmp_path / "deep" / "progress.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(ProgressError) as refused:
        ProgressStore(file).standing()
    assert refused.value.code == "too-new"


def test_a_thread_that_gives_up_takes_no_other_threads_work_back(tmp_path):
    store = store_at(tmp_path)
    inside, written = Event(), Event()

    def rows_of_an_export_that_breaks_off():
        yield ["4.1", "2026"]
        inside.set()
        written.wait(0.2)  # in vain where the other thread has to wait for this one, as it must
        yield ["too", "many", "columns"]

    def write_meanwhile():
        inside.wait()
        store.record_hint("boundaries", 1)
        written.set()

    with ThreadPoolExecutor() as pool:
        other = pool.submit(write_meanwhile)
        with pytest.raises(ProgressError):
            store.merge({"lesson_read": rows_of_an_export_that_breaks_off()})
        other.result()
    assert store.standing().hints == {"boundaries": 1}
    assert store.standing().lessons_read == frozenset()


WRITER = """
import sys
from pathlib import Path
from workbench.progress import ProgressStore
store = ProgressStore(Path(sys.argv[1]))
for number in range(1, 100000):
    store.record_hint("boundaries", number)
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path):
    file = tmp_path / "progress.sqlite3"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = 0
    for line in writer.stdout:
        acknowledged = int(line)
        if acknowledged == 20:
            writer.send_signal(signal.SIGKILL)
            break
    writer.wait()
    assert ProgressStore(file).standing().hints["boundaries"] >= acknowledged == 20
