"""Is the shop in order? The invariants, in the words of one language."""

import asyncio

from content.messages import Messages
from labs.observe.audit import Finding, audit
from labs.observe.evidence import read_evidence
from labs.runtime import Runtime
from workbench.ports.laboratory import Invariant


def audit_shop(runtime: Runtime, words: Messages, lab: str = "shop") -> tuple[Invariant, ...]:
    """Compare every order with its payment and its stock, across the lab's databases."""
    evidence = asyncio.run(read_evidence(runtime.status(lab).databases.values()))
    return tuple(_invariant(finding, words) for finding in audit(evidence))


def _invariant(finding: Finding, words: Messages) -> Invariant:
    detail = "; ".join(f"{v.subject}: {v.detail}" for v in finding.violations)
    return Invariant(words.text(f"invariant-{finding.invariant.value}"), finding.held, detail)
