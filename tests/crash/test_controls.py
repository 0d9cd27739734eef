"""A shop that gets one thing wrong is caught by the same crashes and the same audit."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.crash import report
from tests.crash.arena import Arena
from tests.crash.cells import Cell
from tests.crash.controls import CONTROLS, HANDLERS_THROW, Control
from tests.crash.sabotage import SABOTAGES
from tests.crash.trial import Outcome, attempt

RESTS_WITHIN_S = 8.0
SEEDS = (7, 8, 9)
"""Whoever a crash interrupts may withdraw their order, and then nobody asks a second time."""
BORNE = [control for control in CONTROLS if control.amid]


@pytest.mark.live
@pytest.mark.soak
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.sabotage)
def test_what_is_wrong_is_caught(control: Control):
    assert any(control.caught_by in outcome.broken for outcome in crashes(control))


@pytest.mark.live
@pytest.mark.soak
@pytest.mark.parametrize("control", BORNE, ids=lambda control: " ".join(control.amid))
def test_what_goes_on_besides_is_borne(control: Control):
    outcome = asyncio.run(crashed(control.cell, *control.amid, rests_within_s=30.0))
    assert outcome.clean, report.line(outcome)


def test_every_sabotage_has_its_control():
    assert {control.sabotage for control in CONTROLS} | {HANDLERS_THROW} == set(SABOTAGES)


def crashes(control: Control) -> Iterator[Outcome]:
    for seed in SEEDS:
        outcome = asyncio.run(crashed(control.cell, control.sabotage, *control.amid, seed=seed))
        assert outcome.reached, report.line(outcome)
        yield outcome


async def crashed(
    cell: Cell, *sabotage: str, seed: int = SEEDS[0], rests_within_s: float = RESTS_WITHIN_S
) -> Outcome:
    arena = await Arena.open(cell.style, *sabotage)
    try:
        return await attempt(arena, cell, seed, rests_within_s=rests_within_s)
    finally:
        await arena.close()
