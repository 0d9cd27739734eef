"""From an answer to a verdict: whose fault a failure is."""

from pathlib import Path

import pytest

from decomposer.documents import DocumentError, Problem
from exercises.answer import Answer
from exercises.catalogue import Exercise, exercise
from exercises.definition import Definition
from exercises.fixtures import compose, starter
from exercises.grading.engine import grade
from exercises.grading.grader import Check, Grader, Rehearsal
from exercises.model import Finding, Status
from labs.runtime import LabError, Shortage

ANSWER = Answer({"a.yaml": "x: 1\n"})


class FakeRuntime:
    name = "fake"

    def __init__(self, shortages) -> None:
        self._shortages = shortages

    def shortages(self):
        return self._shortages


class FakeBench:
    """Has what it is given, and starts nothing."""

    def __init__(self, shortages=()) -> None:
        self.runtime = FakeRuntime(shortages)

    def shortages(self):
        return self.runtime.shortages()


@pytest.fixture
def graded(monkeypatch):
    """Grade the answer with a grader made on the spot."""

    def run(grader, bench=None):
        definition = Definition.model_validate(
            {"id": "x", "chapter": "4.1", "kind": "live", "minutes": 5, "wrong": []}
        )
        monkeypatch.setattr(Exercise, "grader", lambda _: grader)
        return grade(Exercise(definition, Path()), ANSWER, bench)

    return run


def found(code):
    return Check(f"no-{code}", lambda _: [Finding(code)])


HOLDS = Check("holds", lambda _: [])


def read(_):
    return "evidence"


def test_an_answer_without_findings_passes(graded):
    verdict = graded(Grader(read, (HOLDS,)))
    assert verdict.status is Status.PASSED
    assert verdict.held == ("holds",)


def test_one_finding_is_not_yet(graded):
    verdict = graded(Grader(read, (HOLDS, found("bad"))))
    assert verdict.status is Status.NOT_YET
    assert [finding.code for finding in verdict.findings] == ["bad"]
    assert verdict.held == ("holds",)


def test_what_was_not_asked_is_not_said_to_hold(graded):
    unasked = Check("unasked", lambda _: [], lambda _: False)
    assert graded(Grader(read, (unasked, HOLDS))).held == ("holds",)


def test_a_shop_that_is_not_cut_is_not_praised_for_its_services():
    uncut = exercise("boundaries")
    held = grade(uncut, compose(uncut, starter(uncut).texts, "")).held
    assert not {"boundaries-sized", "boundaries-few-teams"} & set(held)


def test_a_broken_document_of_the_learner_is_a_finding(graded):
    def broken(_):
        raise DocumentError([Problem("a.yaml", 3, 1, "yaml-syntax", "tab")])

    verdict = graded(Grader(broken, ()))
    assert verdict.status is Status.NOT_YET
    assert (verdict.findings[0].code, verdict.findings[0].line) == ("problem-yaml-syntax", 3)


def test_a_broken_document_of_ours_is_not_the_learners_fault(graded):
    def broken(_):
        raise DocumentError([Problem("/ours/monolith.yaml", 3, 1, "yaml-syntax", "tab")])

    assert graded(Grader(broken, ())).status is Status.COULD_NOT_JUDGE


def test_a_crash_of_a_check_is_not_the_learners_fault(graded):
    def crash(_):
        raise ZeroDivisionError("oops")

    verdict = graded(Grader(read, (Check("c", crash),)))
    assert verdict.status is Status.COULD_NOT_JUDGE
    assert verdict.findings[0].code == "judge-crashed"
    assert "test_engine.py" in verdict.findings[0].evidence


def live(observe, check=HOLDS, despite=frozenset()):
    return Rehearsal(observe, (check,), lambda _: {"p95_ms": 1.5}, despite)


def test_a_live_exercise_without_a_bench_stays_open(graded):
    verdict = graded(Grader(read, (HOLDS,), live(lambda e, _: e)))
    assert verdict.status is Status.COULD_NOT_JUDGE
    assert verdict.findings[0].code == "judge-no-runtime"
    assert verdict.held == ("holds",)


def test_static_findings_count_without_a_bench(graded):
    verdict = graded(Grader(read, (found("bad"),), live(lambda e, _: e)))
    assert verdict.status is Status.NOT_YET


def test_a_shortage_is_named(graded):
    bench = FakeBench([Shortage("envoy", "install-wheel")])
    verdict = graded(Grader(read, (HOLDS,), live(lambda e, _: e)), bench)
    assert verdict.status is Status.COULD_NOT_JUDGE
    assert verdict.findings[0].params["what"] == "envoy"


@pytest.mark.parametrize(
    ("error", "code"),
    [(TimeoutError("slow"), "judge-timeout"), (LabError(part="envoy"), "judge-lab-failed")],
)
def test_a_lab_that_fails_is_not_the_learners_fault(graded, error, code):
    def observe(_, __):
        raise error

    verdict = graded(Grader(read, (HOLDS,), live(observe)), FakeBench())
    assert verdict.status is Status.COULD_NOT_JUDGE
    assert verdict.findings[0].code == code


def test_a_static_finding_forbids_the_run(graded):
    def observe(_, __):
        raise AssertionError("was run")

    verdict = graded(Grader(read, (found("bad"),), live(observe)), FakeBench())
    assert [finding.code for finding in verdict.findings] == ["bad"]


def test_what_was_seen_replaces_what_was_foreseen(graded):
    seen = Check("m", lambda _: [Finding("leak", evidence="stock 5 → 3")])
    rehearsal = live(lambda e, _: e, seen, despite=frozenset({"leak"}))
    verdict = graded(Grader(read, (found("leak"),), rehearsal), FakeBench())
    assert [finding.evidence for finding in verdict.findings] == ["stock 5 → 3"]
    assert verdict.measured == {"p95_ms": 1.5}


def test_what_was_foreseen_stays_when_it_was_not_seen(graded):
    rehearsal = live(lambda e, _: e, despite=frozenset({"leak"}))
    verdict = graded(Grader(read, (found("leak"),), rehearsal), FakeBench())
    assert verdict.status is Status.NOT_YET
