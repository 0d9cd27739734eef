"""Auditing a shop at rest: asked again until it had time to settle."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from labs.observe.audit import Finding, audit
from labs.observe.books import Replay
from labs.observe.evidence import read_evidence

ASK_EVERY_S = 0.2


async def audit_at_rest(
    databases: Collection[str],
    accepted: Collection[str] = (),
    replays: Sequence[Replay] | None = None,
    *,
    within_s: float,
) -> tuple[Finding, ...]:
    """The findings once every invariant holds, or when the time is over."""
    deadline = time.monotonic() + within_s
    while True:
        evidence = replace(await read_evidence(databases, accepted), replays=replays)
        findings = audit(evidence)
        if all(finding.held for finding in findings) or time.monotonic() > deadline:
            return findings
        await asyncio.sleep(ASK_EVERY_S)
