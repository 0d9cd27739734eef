"""From an answer to a verdict."""

import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from decomposer.documents import DocumentError, Problem
from exercises.answer import Answer
from exercises.catalogue import Exercise
from exercises.grading.bench import Bench
from exercises.grading.documents import from_problems
from exercises.grading.grader import AnyGrader, Check, E, Rehearsal
from exercises.model import Finding, Status, Verdict
from labs.runtime import LabError, Shortage

SEVERAL = 2
"""Unknown services from which on the section is held to speak of another cut."""


@dataclass(frozen=True, slots=True)
class _Judged:
    findings: tuple[Finding, ...] = ()
    held: tuple[str, ...] = ()


def grade(exercise: Exercise, answer: Answer, bench: Bench | None = None) -> Verdict:
    """Judge an answer; never raises.

    The static checks run first. A live exercise is then run on `bench`, unless a finding forbids
    it; without a bench an answer that has no finding so far cannot be judged.
    """
    started = time.monotonic()
    try:
        verdict = _grade(exercise, answer, bench)
    except DocumentError as error:
        verdict = _unreadable(exercise, answer, error)
    except TimeoutError as error:
        verdict = _unjudged(exercise, Finding("judge-timeout", evidence=str(error)))
    except LabError as error:
        evidence = f"{error.code} {dict(error.params)}"
        verdict = _unjudged(exercise, Finding("judge-lab-failed", evidence=evidence))
    except Exception as error:  # noqa: BLE001 - our fault must never be shown as the learner's
        verdict = _unjudged(exercise, Finding("judge-crashed", evidence=_place(error)))
    return replace(verdict, seconds=time.monotonic() - started)


def grade_missing(exercise: Exercise, error: DocumentError) -> Verdict:
    """The verdict on an answer whose files cannot be read."""
    return Verdict(exercise.id, Status.NOT_YET, from_problems(error.problems))


def _unreadable(exercise: Exercise, answer: Answer, error: DocumentError) -> Verdict:
    """A document that cannot be used: the learner's, or one that ships with us."""
    if all(problem.file in answer.texts for problem in error.problems):
        unknown = [problem for problem in error.problems if problem.code == "service-unknown"]
        others = [problem for problem in error.problems if problem.code != "service-unknown"]
        findings = (*_other_services(unknown), *from_problems(others))
        return Verdict(exercise.id, Status.NOT_YET, findings)
    return _unjudged(exercise, Finding("judge-crashed", evidence=str(error)))


def _other_services(unknown: Sequence[Problem]) -> tuple[Finding, ...]:
    """Services that the blueprint was not cut into: one is a slip, several are another cut."""
    lines: dict[str, list[int]] = {}
    for problem in unknown:
        lines.setdefault(problem.value, []).append(problem.line)
    if len(lines) < SEVERAL:
        return from_problems(unknown)
    first = unknown[0]
    params = {"names": ", ".join(lines), "known": ", ".join(first.expected)}
    evidence = "\n".join(f"{name}: {', '.join(map(str, at))}" for name, at in lines.items())
    read = "4.1#domain-boundaries"
    return (Finding("services-differ", first.file, first.line, params, evidence, read),)


def _grade(exercise: Exercise, answer: Answer, bench: Bench | None) -> Verdict:
    grader = exercise.grader()
    evidence = grader.read(answer)
    judged = _run(grader.checks, evidence)
    if grader.rehearsal is None or not _may_run(grader, judged):
        return _verdict(exercise, judged)
    if bench is None:
        return _without_bench(exercise, judged, ())
    shortages = tuple(bench.shortages())
    if shortages:
        return _without_bench(exercise, judged, shortages)
    return _rehearse(exercise, grader.rehearsal, evidence, judged, bench)


def _rehearse(
    exercise: Exercise,
    rehearsal: Rehearsal[E, object],
    evidence: E,
    judged: _Judged,
    bench: Bench,
) -> Verdict:
    seen = rehearsal.observe(evidence, bench)
    live = _run(rehearsal.checks, seen)
    verdict = _verdict(exercise, _joined(judged, live))
    return replace(verdict, measured=dict(rehearsal.measured(seen)))


def _run(checks: Iterable[Check[E]], evidence: E) -> _Judged:
    findings: list[Finding] = []
    held: list[str] = []
    for check in checks:
        if not check.asked(evidence):
            continue
        found = list(check.find(evidence))
        findings += found
        if not found:
            held.append(check.code)
    return _Judged(tuple(findings), tuple(held))


def _may_run(grader: AnyGrader, judged: _Judged) -> bool:
    allowed = grader.rehearsal.despite if grader.rehearsal else frozenset()
    return all(finding.code in allowed for finding in judged.findings)


def _joined(predicted: _Judged, seen: _Judged) -> _Judged:
    """What was seen replaces what was predicted under the same code."""
    codes = {finding.code for finding in seen.findings}
    kept = tuple(finding for finding in predicted.findings if finding.code not in codes)
    return _Judged(seen.findings + kept, predicted.held + seen.held)


def _verdict(exercise: Exercise, judged: _Judged) -> Verdict:
    status = Status.NOT_YET if judged.findings else Status.PASSED
    return Verdict(exercise.id, status, judged.findings, judged.held)


def _without_bench(exercise: Exercise, judged: _Judged, shortages: tuple[Shortage, ...]) -> Verdict:
    """Static findings are the learner's even where nothing can be run; else it stays open."""
    if judged.findings:
        return _verdict(exercise, judged)
    reasons = tuple(_reasons(shortages)) or (Finding("judge-no-runtime"),)
    return Verdict(exercise.id, Status.COULD_NOT_JUDGE, reasons, judged.held)


def _reasons(shortages: Iterable[Shortage]) -> Iterator[Finding]:
    for shortage in shortages:
        yield Finding("judge-shortage", params={"what": shortage.what, "remedy": shortage.remedy})


def _unjudged(exercise: Exercise, reason: Finding) -> Verdict:
    return Verdict(exercise.id, Status.COULD_NOT_JUDGE, (reason,))


def _place(error: Exception) -> str:
    """The exception and the innermost line of ours that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"
