"""Pictures of the screens at a fixed size, compared with those that a person has looked at.

After an intended change: `pytest tests/tui/test_screens_look.py --snapshot-update`, and look.
"""

import pytest
from textual._context import message_hook
from textual.pilot import Pilot

from tests.tui.driving import Driver, Traffic
from tests.tui.fakes import FakeServices
from workbench.tui.app import WorkbenchApp

SCREENS = {
    "course-map": ("ru", ()),
    "lesson": ("en", ("up", "enter", "n")),
    "exercise-findings": ("ru", ("enter", "b", "c", "h")),
    "board-carrying": ("en", ("d", "right", "right", "right", "m", "down")),
    "board-matrix": ("ru", ("d", "x")),
    "blueprint-choices": ("en", ("b", "down", "enter", "enter", "down", "down")),
    "blueprint-difference": ("ru", ("b", *["down"] * 5, "enter", "down", "down", "enter")),
    "lab-under-load": ("en", ("l", "u", "g", "down", "k")),
    "help": ("en", ("question_mark",)),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(screen, snap_compare):
    language, keys = SCREENS[screen]
    services, traffic = FakeServices(), Traffic()
    app = WorkbenchApp(services, language)

    async def before(pilot: Pilot[int]) -> None:
        driver = Driver(app, pilot, services, traffic)
        await driver.settle()
        await driver.press(*keys)

    message_hook.set(traffic)  # what `run_test` does with its argument; pictures are taken by `run`
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
