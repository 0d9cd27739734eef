"""Boundaries beside the apps that a Django project has, found without looking at any path.

Nothing of others is shipped: `DJANGO_PROJECTS` names a folder with a folder for each project, as
`pip install --no-deps --target "$DJANGO_PROJECTS/oscar" django-oscar` makes one.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from decomposer.criteria.pricing import LARGE
from decomposer.graph import MonolithGraph
from decomposer.importers.python import load_python
from decomposer.importers.python.files import read_tree
from decomposer.metrics.agreement import adjusted_rand_index
from decomposer.propose import propose
from decomposer.propose.large import propose_large
from tests.bench.figure import Figure

GOALS = {"oscar": 0.35}
FILES = 99
"""A depth below the deepest: each file is a module."""


def with_apps() -> Iterator[Figure]:
    """Per project, one minus the adjusted Rand index of the proposal with its apps."""
    folder = os.environ.get("DJANGO_PROJECTS")
    if not folder:
        note = "not measured: DJANGO_PROJECTS names no folder"
        yield Figure("disagreement with the apps of oscar", float("nan"), "", 1, note)
        return
    for project in sorted(Path(folder).iterdir()):
        yield _beside_apps(project / project.name)


def _beside_apps(project: Path) -> Figure:
    graph = load_python(project, FILES).graph
    home = _apps(load_python(project).graph)
    said = {file.module for file in read_tree(project).files if file.text.strip()}
    titles = {each.name: each.title.en for each in graph.modules if each.title}
    judged = {name: home(title) for name, title in titles.items() if title in said and home(title)}
    found = (propose if len(titles) <= LARGE else propose_large)(graph)
    service = found.partition.service_of
    alike = adjusted_rand_index(list(judged.values()), [service[name] for name in judged])
    note = f"ARI {alike:.3f}, {len(judged):,} files of {len(set(judged.values()))} apps"
    goal = GOALS.get(project.name, 1)
    if goal == 1:
        note += "; no goal is set"
    return Figure(f"disagreement with the apps of {project.name}", 1 - alike, "", goal, note)


def _apps(graph: MonolithGraph) -> Callable[[str], str | None]:
    """The innermost app that a file is in: what the importer makes a module by itself."""
    apps = {each.title.en for each in graph.modules if each.title and "." in each.title.en}

    def home(file: str) -> str | None:
        parts = file.split(".")
        names = (".".join(parts[:end]) for end in range(len(parts), 1, -1))
        return next((name for name in names if name in apps), None)

    return home
