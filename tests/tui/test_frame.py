"""What holds for every screen: no colour, no traceback, a lean start."""

import subprocess
import sys

import pytest

from tests.tui.driving import workbench
from tests.tui.fakes import FakeServices
from workbench.tui.app import WorkbenchApp
from workbench.tui.course.screen import CourseScreen

WAYS = {
    "map": (),
    "lesson": ("up", "enter"),
    "exercise": ("enter",),
    "board": ("d",),
    "blueprint": ("b", "down", "down", "down"),
    "lab": ("l", "u"),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_no_line_of_any_screen_runs_over_a_small_terminal(way, language):
    async with workbench(language=language) as driver:
        await driver.press(*WAYS[way])
        lines = driver.text.splitlines()
        assert len(lines) == 24
        assert all(len(line) == 80 for line in lines)
        assert lines[-1].rstrip().endswith(("? help", "? справка"))


@pytest.mark.parametrize("way", WAYS)
async def test_without_colour_every_screen_is_grey_and_says_the_same(way, monkeypatch):
    async with workbench() as driver:
        await driver.press(*WAYS[way])
        coloured = driver.text
    monkeypatch.setenv("NO_COLOR", "1")
    async with workbench() as driver:
        await driver.press(*WAYS[way])
        assert driver.text == coloured
        svg = driver.app.export_screenshot()
    fills = _fills(svg)
    assert len(fills) > 1
    assert {fill for fill in fills if len({fill[0:2], fill[2:4], fill[4:6]}) > 1} == set()


def _fills(svg: str) -> set[str]:
    """Colours of the terminal's text, without the one that the picture's frame declares."""
    return {rule[:6].lower() for rule in svg.split("{ fill: #")[1:]} - {"c5c8c6"}


async def test_our_own_failure_ends_in_a_sentence_and_a_file(tmp_path, monkeypatch, capsys):
    def broken(_self):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(CourseScreen, "action_next", broken)
    crash_file = tmp_path / "state" / "crash.log"
    app = WorkbenchApp(FakeServices(), "en", crash_file)
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press("n")
    assert "a fault of ours" in crash_file.read_text("utf-8")
    assert "the fault is ours" in app.last_words
    assert str(crash_file) in app.last_words
    assert "Traceback" not in capsys.readouterr().err + app.last_words
    assert app.return_code == 1


def test_the_start_imports_nothing_that_only_later_screens_need():
    heavy = ("pydantic", "networkx", "highspy", "numpy", "plotext", "labs", "decomposer")
    later = ("lesson", "exercise", "blueprint", "board", "lab", "help", "quiz")
    code = (
        "import sys, workbench.tui.app\n"
        f"print([n for n in {heavy} if n in sys.modules])\n"
        "print([n for n in sys.modules if n.startswith('workbench.tui.')"
        f" and n.split('.')[2] in {later}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
