"""A verdict put into words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from content.messages import Messages
from exercises.model import Finding, Verdict
from exercises.wording import consequence, headline, held
from workbench.ports.exercises import Judgement, Remark
from workbench.progress import Attempt


def judgement(verdict: Verdict, words: Messages) -> Judgement:
    """The verdict in the words of one language."""
    return Judgement(
        status=verdict.status.value,
        remarks=tuple(_said_once([remark(finding, words) for finding in verdict.findings])),
        held=tuple(held(words, code) for code in verdict.held),
        measured=tuple((name, _figure(value)) for name, value in verdict.measured.items()),
        seconds=verdict.seconds,
    )


def remembered(attempt: Attempt) -> Judgement:
    """An earlier verdict: its findings are known by their codes only."""
    remarks = tuple(Remark(code, code) for code in attempt.findings)
    measured = tuple((name, _figure(value)) for name, value in attempt.measured.items())
    return Judgement(
        attempt.status, remarks, measured=measured, seconds=attempt.seconds, remembered=True
    )


def remark(finding: Finding, words: Messages) -> Remark:
    """A finding in the words of one language."""
    return Remark(
        code=finding.code,
        text=headline(words, finding),
        why=consequence(words, finding),
        where=f"{finding.file}:{finding.line}" if finding.line else finding.file,
        evidence="\n".join(_evidence(finding, words)),
        read=finding.read,
    )


def _said_once(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """What several in a row lead to is said after the last of them."""
    for one, following in pairwise(remarks):
        continued = one.why == following.why and one.read == following.read
        yield replace(one, continued=True) if continued else one
    yield from remarks[-1:]


def _evidence(finding: Finding, words: Messages) -> Iterator[str]:
    if finding.evidence:
        yield finding.evidence
    yield from (words.text(reason.code, **reason.params) for reason in finding.reasons)


def _figure(value: float | str) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
