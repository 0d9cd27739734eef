"""Pictures of the screens at a fixed size, compared with those that a person has looked at.

After an intended change: `pytest tests/tui/test_screens_look.py --snapshot-update`, and look.
"""

import pytest
from textual.pilot import Pilot

from tests.tui.fakes import FakeServices
from workbench.tui.app import WorkbenchApp

SCREENS = {
    "course-map": ("ru", ()),
    "lesson": ("en", ("up", "enter", "n")),
    "exercise-findings": ("ru", ("enter", "b", "c", "h")),
    "board-carrying": ("en", ("d", "right", "right", "right", "m", "down")),
    "board-matrix": ("ru", ("d", "x")),
    "lab-under-load": ("en", ("l", "u", "g", "down", "k")),
    "help": ("en", ("question_mark",)),
}


async def go(pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await until_still(pilot)


async def until_still(pilot: Pilot[int]) -> None:
    """Wait until two looks are the same: a lesson goes on mounting after its first frame."""
    before, now = "", pilot.app.export_screenshot()
    while now != before:
        await pilot.pause(0.2)
        before, now = now, pilot.app.export_screenshot()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(screen, snap_compare):
    language, keys = SCREENS[screen]

    async def before(pilot: Pilot[int]) -> None:
        await go(pilot, keys)

    app = WorkbenchApp(FakeServices(), language)
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
