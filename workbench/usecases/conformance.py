"""The declared graph beside a recording of the running system, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from content.messages import Messages
from decomposer.conformance import (
    Absence,
    Conformance,
    Difference,
    Divergence,
    conformance,
    observe,
)
from decomposer.graph import MonolithGraph
from decomposer.importers.traces.recording import read_recording
from generators.blueprint.wording import problem_line

OPERATIONS = 3
"""Of a divergence that are named."""
SHORT_ID = 12
"""Characters of a trace's id, as `workbench lab trace` takes them."""
NEVER_ENTERED = "untried"
OF_THE_PLATFORM = ("GET /api/v1/users/sessions/jwks",)
"""What the shop's own platform asks, whatever the customers do: the gateway fetches the keys."""


@dataclass(frozen=True, slots=True)
class Held:
    """A graph held against traces."""

    found: Conformance
    declared: int
    """Couplings of the graph."""
    skipped: tuple[str, ...]
    """What of the recording could not be read, located."""


def held_against(
    graph: MonolithGraph,
    traces: Path,
    words: Messages,
    advanced: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    in_shop: bool,
) -> Held:
    """Compare a graph with traces; in the course's shop undeclared calls are found in the code.

    Raises:
        DocumentError: there are no traces that name modules.
    """
    recording = read_recording(traces, advanced)
    found = conformance(graph, observe(recording.spans, OF_THE_PLATFORM if in_shop else ()))
    if in_shop:
        located = (replace(each, place=each.place or _place(each)) for each in found.divergences)
        found = replace(found, divergences=tuple(located))
    skipped = tuple(problem_line(problem, words) for problem in recording.bad)
    return Held(found, len(graph.edges), skipped)


def _place(found: Divergence) -> str:
    """Where a module of the shop asks for the peer that it calls."""
    name = found.caller.replace("-", "_")
    file = resources.files("labs.commerce.modules") / name / "module.py"
    if not found.calls or not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    asks = f'peer("{found.callee}"'
    number = next((n for n, line in enumerate(lines, 1) if asks in line), 0)
    return f"labs/commerce/modules/{name}/module.py:{number}" if number else ""


def conformance_sentences(held: Held, words: Messages) -> Iterator[str]:
    """What was compared, then what is not declared, what is otherwise, and what was not seen."""
    found = held.found
    yield words.text(
        "conformance-head",
        requests=found.requests,
        seen=len(found.convergences),
        declared=held.declared,
    )
    for divergence in found.divergences:
        yield _divergence(divergence, words)
    if not found.divergences:
        yield words.text("conformance-holds")
    for difference in found.differences:
        yield _difference(difference, words)
    for absence in found.absences:
        if absence.verdict != NEVER_ENTERED:
            yield _absence(absence, words)
    yield from _untried(found, words)
    if found.strangers:
        yield words.text("conformance-strangers", names=", ".join(found.strangers))
    for operation, count in found.left_out.items():
        yield words.text("conformance-left-out", requests=count, operation=operation)


def _divergence(found: Divergence, words: Messages) -> str:
    kind = "both" if found.calls and found.events else "call" if found.calls else "event"
    sentences = [
        words.text(
            f"conformance-{kind}",
            caller=found.caller,
            callee=found.callee,
            requests=found.requests,
            operations=", ".join(found.operations[:OPERATIONS]),
        )
    ]
    if found.back:
        sentences.append(words.text("conformance-back"))
    if found.place:
        sentences.append(words.text("conformance-place", place=found.place))
    sentences.append(words.text("conformance-trace", trace=found.trace[:SHORT_ID]))
    return " ".join(sentences)


def _difference(found: Difference, words: Messages) -> str:
    return words.text(
        f"conformance-{found.kind}",
        caller=found.caller,
        callee=found.callee,
        requests=found.seen,
        expected=round(found.expected),
        entries=", ".join(found.entries),
    )


def _absence(found: Absence, words: Messages) -> str:
    told = words.text(
        f"conformance-{found.verdict}",
        caller=found.caller,
        callee=found.callee,
        use_cases=", ".join(found.use_cases),
        entered=found.entered,
        expected=found.expected,
    )
    return f"{told} {words.text('conformance-turned')}" if found.back else told


def _untried(found: Conformance, words: Messages) -> Iterator[str]:
    """In one sentence: traffic that does not come there shows nothing."""
    untried = [each for each in found.absences if each.verdict == NEVER_ENTERED]
    if untried:
        entries = sorted({entry for each in untried for entry in each.entries})
        yield words.text("conformance-untried", n=len(untried), entries=", ".join(entries))
