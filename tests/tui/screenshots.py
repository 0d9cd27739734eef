"""Make the README's pictures with the real services: `python -m tests.tui.screenshots`.

Starts real servers and takes about a minute. The map and the board come out the same each time;
the lab and the live exercise show what was measured, so their figures differ from run to run.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

import exercises
from content.course import load_course
from generators.blueprint import dump_blueprint
from workbench.bootstrap import Workbench, workbench_here
from workbench.progress import Attempt
from workbench.tui.app import WorkbenchApp
from workbench.tui.course.screen import CourseScreen
from workbench.tui.exercise.screen import ExerciseScreen
from workbench.tui.lab.screen import LabScreen
from workbench.usecases.founding import create_workspace
from workbench.usecases.partitions import blueprint_of, partition_from

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
SIZE = (112, 32)
EXERCISE = "kubernetes-istio"
FIXTURES = Path(exercises.__file__).parent / "containers/kubernetes_istio"
PATIENCE_S = 60.0
POLL_S = 0.1


def learner(home: Path) -> Workbench:
    """A learner in the last week: everything done but a canary that is not right yet."""
    os.environ["WORKBENCH_HOME"] = str(home / "state")
    workspace = create_workspace(home / "my-shop", force=True)
    services = workbench_here(workspace.root)
    blueprint = blueprint_of(partition_from("reference"), name="my-shop")
    workspace.blueprint.write_text(dump_blueprint(blueprint), encoding="utf-8")
    for chapter in load_course().chapters[:6]:
        services.lessons.mark_read(chapter.id)
        for done in chapter.exercises:
            if done.id != EXERCISE:
                services.progress.record_attempt(Attempt(done.id, "passed"))
    for answer in ("solution", "wrong/header-after-weights"):  # a wrong answer changes one file
        shutil.copytree(FIXTURES / answer, workspace.root, dirs_exist_ok=True)
    return services


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for something that real servers take their time for."""
    for _ in range(round(PATIENCE_S / POLL_S)):
        await pilot.pause(POLL_S)
        if holds():
            return
    raise TimeoutError(pilot.app.export_screenshot())


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def keep(app: WorkbenchApp, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(app.export_screenshot(), encoding="utf-8")


async def course_map(app: WorkbenchApp, pilot: Pilot[int]) -> None:
    await until(pilot, lambda: app.course_map.architecture is not None)
    keep(app, "course-map")


async def decomposition(app: WorkbenchApp, pilot: Pilot[int]) -> None:
    await press(pilot, "d", "3", "right", "right", "right", "right", "m", "left")
    keep(app, "decomposition")
    await press(pilot, "escape", "escape")


async def blueprint(app: WorkbenchApp, pilot: Pilot[int], services: Workbench) -> None:
    chosen = services.required_workspace().blueprint
    services.files.write()
    text = chosen.read_text("utf-8")
    chosen.write_text(text.replace("broker: nats", "broker: kafka"), "utf-8")
    await press(pilot, "b", "down", "down", "down", "enter", *["down"] * 12)
    keep(app, "blueprint")
    chosen.write_text(text, "utf-8")
    await press(pilot, "escape")


async def exercise(app: WorkbenchApp, pilot: Pilot[int]) -> None:
    app.open_item(EXERCISE, "exercise")
    await press(pilot, "c")
    screen = app.screen
    assert isinstance(screen, ExerciseScreen)
    await until(pilot, lambda: not screen.checking)
    keep(app, "exercise")
    await press(pilot, "escape")


async def lab(app: WorkbenchApp, pilot: Pilot[int]) -> None:
    app.action_lab("reference")
    await pilot.pause(1)
    screen = app.screen
    assert isinstance(screen, LabScreen)
    await pilot.press("u")
    await until(pilot, lambda: screen.lab.up and not screen.lab.busy)
    await pilot.press("plus", "g")
    await until(pilot, lambda: len(screen.lab.samples) >= 12)
    await pilot.press("down", "down", "down", "k")
    await until(pilot, lambda: len(screen.lab.samples) >= 25)
    await until(pilot, lambda: bool(screen.lab.invariants))
    keep(app, "lab")
    await pilot.press("g", "u")
    await until(pilot, lambda: not screen.lab.up and not screen.lab.busy)


async def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        services = learner(Path(home))
        app = WorkbenchApp(services, "en")
        async with app.run_test(size=SIZE) as pilot:
            assert isinstance(app.screen, CourseScreen)
            await course_map(app, pilot)
            await decomposition(app, pilot)
            await blueprint(app, pilot, services)
            await exercise(app, pilot)
            await lab(app, pilot)


if __name__ == "__main__":
    asyncio.run(main())
