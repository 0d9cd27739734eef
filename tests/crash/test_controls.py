"""A shop that gets one thing wrong is caught by the same crashes and the same audit."""

import asyncio

import pytest

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import Cell
from tests.crash.controls import BORNE, CONTROLS, Control
from tests.crash.sabotage import SABOTAGES
from tests.crash.trial import Outcome, attempt

RESTS_WITHIN_S = 8.0


@pytest.mark.live
@pytest.mark.soak
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.sabotage)
def test_what_is_wrong_is_caught(control: Control):
    outcome = asyncio.run(crashed(control.cell, control.sabotage))
    assert outcome.reached, report.line(outcome)
    assert control.caught_by in outcome.broken, report.line(outcome)


@pytest.mark.live
@pytest.mark.soak
def test_handlers_that_throw_are_borne():
    cell = next(c.cell for c in CONTROLS if c.sabotage == "ack-on-exception")
    outcome = asyncio.run(crashed(cell, BORNE, rests_within_s=30.0))
    assert outcome.clean, report.line(outcome)


def test_every_sabotage_has_its_control():
    assert {control.sabotage for control in CONTROLS} | {BORNE} == set(SABOTAGES)


async def crashed(cell: Cell, sabotage: str, rests_within_s: float = RESTS_WITHIN_S) -> Outcome:
    arena = await Arena.open(cell.style, sabotage)
    try:
        return await attempt(arena, cell, rests_within_s=rests_within_s)
    finally:
        await arena.close()
