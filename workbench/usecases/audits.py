"""Is the shop in order? The invariants, in the words of one language."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from content.messages import Messages
from labs.observe.audit import Finding
from labs.observe.checks import Violation
from labs.observe.motion import audit_in_motion
from labs.observe.replaying import ask_twice
from labs.observe.rest import audit_at_rest
from labs.runtime import LabError, LabStatus, Runtime
from workbench.ports.laboratory import Invariant

SETTLES_WITHIN_S = 15.0
UNDER_WAY_S = 2.0
"""An order takes less, even on a busy machine."""
SHOWN = 3
"""Violations of an invariant that are spelt out."""


def audit_shop(runtime: Runtime, words: Messages, lab: str = "shop") -> tuple[Invariant, ...]:
    """Compare every order with its payment and its stock, now, while the shop may be in use."""
    databases = runtime.status(lab).databases.values()
    findings = asyncio.run(audit_in_motion(databases, apart_s=UNDER_WAY_S))
    return tuple(_invariant(finding, words) for finding in findings)


def audit_in_full(runtime: Runtime, words: Messages, lab: str = "shop") -> tuple[Invariant, ...]:
    """Let the shop settle, place an order twice under one key, and compare all there is."""
    return tuple(
        _invariant(finding, words) for finding in asyncio.run(_in_full(runtime.status(lab)))
    )


async def _in_full(status: LabStatus) -> tuple[Finding, ...]:
    replays = None
    with suppress(LabError):  # a shop where nobody can sign in has other things to answer for
        replays = [await ask_twice(status.gateway_url)] if status.up else None
    return await audit_at_rest(
        list(status.databases.values()),
        replays=replays,
        within_s=SETTLES_WITHIN_S if status.up else 0.0,
    )


def _invariant(finding: Finding, words: Messages) -> Invariant:
    return Invariant(
        words.text(f"invariant-{finding.invariant.value}"),
        finding.held,
        _detail(finding.violations),
        finding.invariant.value,
    )


def _detail(violations: Sequence[Violation]) -> str:
    """The first few violations, and how many more there are."""
    shown = [f"{v.subject}: {v.detail}" for v in violations[:SHOWN]]
    more = len(violations) - len(shown)
    return "; ".join([*shown, f"+{more}"] if more else shown)
