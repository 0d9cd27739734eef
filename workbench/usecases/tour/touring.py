"""The stations of the tour, one after the other."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from decomposer.propose import Proposal, propose
from decomposer.score import score
from exercises.base import base_blueprint
from exercises.catalogue import Exercise, exercises
from exercises.fixtures import compose, solution, starter
from exercises.grading.bench import Bench
from exercises.grading.concurrency import each
from exercises.grading.engine import grade
from exercises.model import Status
from generators.blueprint import Blueprint
from labs.runtime import Runtime
from workbench.usecases.partitions import blueprint_of, partition_from, shop_graph
from workbench.usecases.tour.report import CutRow, GradeRow, Stage, TourReport
from workbench.usecases.tour.shopping import run_shop, running_parts

CUTS = ("monolith", "domains", "reference")
Told = Callable[[Stage, Any], None]


def take_tour(runtime: Runtime, bench: Bench, folder: Path, told: Told) -> TourReport:
    """Decompose, generate into `folder`, launch three times, break, grade.

    `told` hears each station as it is passed, with what was found there.
    """
    begun = time.monotonic()
    graph = shop_graph()
    told(Stage.GRAPH, graph)
    proposal = propose(graph)
    cuts = (*(_row(name) for name in CUTS), _row("proposal"))
    told(Stage.BOUNDARIES, cuts)
    blueprints = _blueprints(proposal)
    told(Stage.BLUEPRINT, blueprints["proposal"])
    files, files_s = _generate(blueprints["proposal"], folder)
    told(Stage.FILES, files)
    shops = []
    for name, blueprint in blueprints.items():
        shops.append(run_shop(runtime, name, blueprint))
        told(Stage.SHOP, shops[-1])
    grades = []
    for grade_row in each(exercises(), partial(_grade, bench=bench)):
        grades.append(grade_row)
        told(Stage.EXERCISES, grade_row)
    return TourReport(
        modules=len(graph.modules),
        use_cases=len(graph.use_cases),
        couplings=len(graph.edges),
        proved=proposal.proved,
        proof_seconds=proposal.seconds,
        cuts=cuts,
        files=files,
        files_seconds=files_s,
        shops=tuple(shops),
        grades=tuple(grades),
        left_running=running_parts(runtime),
        seconds=time.monotonic() - begun,
    )


def _blueprints(proposal: Proposal) -> dict[str, Blueprint]:
    cuts = {
        "monolith": partition_from("monolith"),
        "proposal": proposal.partition,
        "reference": partition_from("reference"),
    }
    return {name: blueprint_of(partition, name=name) for name, partition in cuts.items()}


def _row(name: str) -> CutRow:
    partition = partition_from(name)
    result = score(shop_graph(), partition)
    criteria = {criterion.value: value for criterion, value in result.criteria.items()}
    return CutRow(name, len(partition.services), result.total, criteria)


def _generate(blueprint: Blueprint, folder: Path) -> tuple[dict[str, int], float]:
    from generators.blueprint import dump_blueprint
    from generators.render import render
    from generators.writing import write
    from workbench.usecases.files import save

    begun = time.monotonic()
    save(folder / "blueprint.yaml", dump_blueprint(blueprint))
    files = render(blueprint)
    write(files, folder / "generated")
    kinds = Counter(path.partition("/")[0] for path in files)
    return dict(kinds), time.monotonic() - begun


def _grade(exercise: Exercise, bench: Bench) -> GradeRow:
    begun = time.monotonic()
    blueprint = base_blueprint()
    solved = grade(exercise, compose(exercise, solution(exercise).texts, blueprint), bench)
    begin_with = compose(exercise, starter(exercise).texts, blueprint)
    rejected = grade(exercise, begin_with)
    if rejected.status is Status.COULD_NOT_JUDGE:  # nothing is wrong on paper: it must be run
        rejected = grade(exercise, begin_with, bench)
    return GradeRow(
        exercise.id,
        solved.status.value,
        rejected.status.value,
        len(rejected.findings),
        time.monotonic() - begun,
    )
