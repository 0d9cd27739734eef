"""The report says what went wrong, and what nobody tried."""

import json
from pathlib import Path

from labs.observe.audit import Invariant
from tests.crash import report
from tests.crash.cells import ORCHESTRATION, Cell
from tests.crash.trial import Outcome

CLEAN, BROKEN, LEFT = (Cell(ORCHESTRATION, part) for part in ("order", "payment", "cart"))


def outcome(cell: Cell, *, reached: bool = True, **broken: tuple[str, ...]) -> Outcome:
    found = {Invariant(name.replace("_", "-")): subjects for name, subjects in broken.items()}
    return Outcome(cell, reached, 2.5, 10, 12, 3, {"503": 3}, (), found)


def written(folder: Path, *outcomes: Outcome) -> str:
    matrix = report.Matrix(outcomes, [LEFT], took_s=60, labs_at_once=2)
    return report.write(matrix, folder).read_text(encoding="utf-8")


def test_what_broke_is_counted_and_shown(tmp_path):
    twice = outcome(BROKEN, no_double_charge=("one: taken twice", "two: taken twice"))
    told = written(tmp_path, outcome(CLEAN), twice)
    assert "| cells | 2 |" in told
    assert "| double charges | 2 |" in told
    assert "| lost orders | 0 |" in told
    assert "payment killed" in told.partition("## Not clean")[2]
    assert "order killed" not in told


def test_a_point_that_was_not_reached_is_not_clean(tmp_path):
    missed = outcome(CLEAN, reached=False)
    assert not missed.clean
    assert "NOT REACHED" in written(tmp_path, missed)


def test_what_was_not_tried_is_named(tmp_path):
    assert "cart killed" in written(tmp_path, outcome(CLEAN)).partition("## Not tried")[2]
    document = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert document["not tried"] == [f"{ORCHESTRATION} cart killed"]


def test_every_cell_has_its_line(tmp_path):
    written(tmp_path, outcome(CLEAN), outcome(BROKEN))
    lines = (tmp_path / "cells.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["clean", "clean"]


def test_every_invariant_is_counted_somewhere(tmp_path):
    every = {name.value.replace("-", "_"): ("somebody",) for name in Invariant}
    counts = report.figures([outcome(BROKEN, **every)])
    kinds = ("lost orders", "double charges", "stock drift", "other")
    assert sum(counts[kind] for kind in kinds) == len(Invariant)
