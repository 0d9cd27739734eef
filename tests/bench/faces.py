"""How quickly the faces answer."""

import sys
from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.bench.process import cpu_s, python_cpu_s

BARE = """
import asyncio
from textual.app import App
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
class Map(Screen):
    BINDINGS = [(key, "noop", key) for key in "ndlLq"]
    def compose(self):
        yield Static("title")
        weeks = OptionList(*(f"lesson {number}" for number in range(60)))
        about, facts = Static("chosen " * 40), Static("facts " * 40)
        yield Horizontal(weeks, Vertical(about, VerticalScroll(facts)))
        yield Static("notice")
        yield Footer()
class Bare(App):
    def on_mount(self):
        self.push_screen(Map())
async def main():
    async with Bare().run_test(size=(80, 24)):
        pass
asyncio.run(main())
"""
OURS = """
import asyncio
from pathlib import Path
from workbench.bootstrap import workbench_here
from workbench.tui.app import WorkbenchApp
async def main():
    async with WorkbenchApp(workbench_here(Path("/")), "en").run_test(size=(80, 24)):
        pass
asyncio.run(main())
"""


def figures() -> Iterator[Figure]:
    """`--help`, and the first paint beside bare Textual with the same widgets."""
    help_s = cpu_s(sys.executable, "-m", "workbench", "--help")
    yield Figure("workbench --help", help_s, "CPU-s", 0.15)
    bare, ours = python_cpu_s(BARE), python_cpu_s(OURS)
    yield Figure("TUI first paint", ours, "CPU-s", 1.5 * bare, f"bare Textual {bare:.2f} CPU-s")
