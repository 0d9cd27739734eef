"""Processes end inside the gaps, under load, and nothing is lost, doubled or stuck."""

import asyncio

import pytest

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import CHOREOGRAPHY, ORCHESTRATION, small_matrix
from tests.crash.trial import Outcome, attempt

pytestmark = [pytest.mark.live, pytest.mark.long]


@pytest.mark.parametrize("style", [ORCHESTRATION, CHOREOGRAPHY])
def test_a_crash_in_a_gap_loses_nothing(style):
    assert [report.line(outcome) for outcome in asyncio.run(run(style)) if not outcome.clean] == []


async def run(style: str) -> list[Outcome]:
    arena = await Arena.open(style)
    try:
        return [await attempt(arena, cell) for cell in small_matrix(style)]
    finally:
        await arena.close()
