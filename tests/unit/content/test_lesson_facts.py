"""Figures and facts that the texts quote from the decomposer and the graph are theirs today."""

import re

import pytest

from content.exercises import load_task
from content.lessons import load_lesson
from content.messages import Language
from content.monolith import monolith_path, partition_path
from decomposer.criteria.evidence import Criterion
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import load_graph
from decomposer.propose import propose
from decomposer.score import score


@pytest.fixture(scope="module")
def graph():
    return load_graph(monolith_path())


def table_after(markdown: str, line: int) -> list[list[str]]:
    """Cells of the first table below a line, without its head."""
    below = markdown.splitlines()[line:]
    first = next(place for place, text in enumerate(below) if text.startswith("|"))
    rows = []
    for text in below[first:]:
        if not text.startswith("|"):
            break
        rows.append([cell.strip() for cell in text.strip("|").split("|")])
    return rows[2:]


@pytest.mark.parametrize("language", Language)
def test_the_scores_in_lesson_4_1_are_the_decomposers(language, graph):
    lesson = load_lesson("4.1", language)
    rows = table_after(lesson.markdown, lesson.anchors["four-cuts"])
    named = (
        load_boundaries(partition_path(n), graph) for n in ("monolith", "domains", "reference")
    )
    scores = [*(score(graph, partition) for partition in named), propose(graph).score]
    shown = [[float(cell.replace(",", ".")) for cell in row[1:]] for row in rows]
    assert shown == [[round(figure, 1) for figure in figures(result)] for result in scores]


def figures(result) -> list[float]:
    names = ("capability", "data", "team", "scaling")
    return [result.total, *(result.criteria[Criterion(name)] for name in names)]


@pytest.mark.parametrize("language", Language)
def test_the_optimum_has_as_many_services_as_lesson_4_1_says(language, graph):
    text = load_lesson("4.1", language).markdown
    assert re.search(r"nine services|девять сервисов", text)
    assert len(propose(graph).partition.services) == 9


@pytest.mark.parametrize("language", Language)
def test_the_facts_given_for_boundary_criteria_are_the_graphs(language, graph):
    task = load_task("boundary-criteria", language)
    holder = {
        module: service
        for service, modules in load_boundaries(partition_path("reference"), graph).services.items()
        for module in modules
    }
    known = {
        module.name: [
            holder[module.name],
            module.capability,
            module.team,
            module.scaling,
            ", ".join(module.entities),
        ]
        for module in graph.modules
    }
    shown = {
        row[1].removesuffix(" (cards)"): [row[0], *row[2:]] for row in table_after(task.markdown, 0)
    }
    assert shown == known


def test_the_module_marked_for_cards_is_the_one_that_holds_them(graph):
    marked = re.findall(r"(\S+) \(cards\)", load_task("boundary-criteria", Language.EN).markdown)
    assert marked == [module.name for module in graph.modules if module.sensitivity == "cards"]
