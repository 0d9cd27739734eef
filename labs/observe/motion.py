"""Auditing a shop that is being used: what is under way is told from what is amiss."""

import asyncio
from collections.abc import Collection

from labs.observe.audit import Finding, audit, lasting
from labs.observe.evidence import read_evidence


async def audit_in_motion(databases: Collection[str], *, apart_s: float) -> tuple[Finding, ...]:
    """The invariants that are broken now and still are after `apart_s`, by the same orders."""
    findings = audit(await read_evidence(databases))
    if all(finding.held is not False for finding in findings):
        return findings
    await asyncio.sleep(apart_s)
    return lasting(findings, audit(await read_evidence(databases)))
