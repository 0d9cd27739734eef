"""What the texts show works: blueprint sections load, boundaries fit the shop, commands exist."""

import shlex
from collections.abc import Iterator, Mapping

import click
import pytest
import yaml

from content.lint.pages import lesson_pages, task_pages
from content.markdown import fences
from content.monolith import monolith_path, partition_path
from decomposer.importers.boundaries import load_boundaries, parse_boundaries
from decomposer.importers.monolith import load_graph
from generators.blueprint import (
    Blueprint,
    ModuleFacts,
    dump_blueprint,
    new_blueprint,
    parse_blueprint,
)
from workbench.cli.app import workbench

LESSONS = lesson_pages()
SECTIONS = frozenset(Blueprint.model_fields) - {"format_version", "name"}


def blocks(language: str, pages=LESSONS) -> Iterator[tuple[str, str]]:
    """Where each block of a language stands, and its text."""
    for page in pages:
        for fence in fences(page.text):
            if fence.language == language:
                yield f"{page.file}:{fence.line}", "\n".join(fence.body) + "\n"


def yaml_blocks() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for place, text in blocks("yaml"):
        for data in yaml.safe_load_all(text):
            yield place, text, data


def command_lines() -> Iterator[tuple[str, tuple[str, ...]]]:
    pages = (*LESSONS, *task_pages())
    for place, text in (*blocks("sh", pages), *blocks("bash", pages)):
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words:
                end = words.index("&&") if "&&" in words else len(words)
                if words[0] == "workbench":
                    yield place, tuple(words[1:end])
                words = words[end + 1 :]


PARTS = [(place, data) for place, _, data in yaml_blocks() if set(data) <= SECTIONS]
BOUNDARIES = [(place, text) for place, text, data in yaml_blocks() if "format_version" in data]
COMMANDS = sorted(set(command_lines()))


@pytest.fixture(scope="module")
def graph():
    return load_graph(monolith_path())


@pytest.fixture(scope="module")
def reference(graph):
    """The blueprint of the eleven services, as the generators propose it."""
    partition = load_boundaries(partition_path("reference"), graph)
    facts = {module.name: ModuleFacts(prefix=module.prefix) for module in graph.modules}
    return yaml.safe_load(dump_blueprint(new_blueprint(partition.services, "shop", facts)))


def test_the_lessons_show_blueprints_boundaries_and_commands():
    assert len(PARTS) > 10
    assert BOUNDARIES
    assert len(COMMANDS) > 20


@pytest.mark.parametrize(("place", "sections"), PARTS, ids=[place for place, _ in PARTS])
def test_a_section_shown_in_a_lesson_fits_the_reference_blueprint(place, sections, reference):
    text = yaml.safe_dump({**reference, **sections}, sort_keys=False)
    assert parse_blueprint(text, place).services


@pytest.mark.parametrize(("place", "text"), BOUNDARIES, ids=[place for place, _ in BOUNDARIES])
def test_boundaries_shown_in_a_lesson_fit_the_shop(place, text, graph):
    assert len(parse_boundaries(text, place, graph).services) > 1


@pytest.mark.parametrize(
    ("place", "words"), COMMANDS, ids=[f"{place} {' '.join(words)}" for place, words in COMMANDS]
)
def test_a_command_shown_in_a_text_exists(place, words):
    command, rest = workbench, list(words)
    while isinstance(command, click.Group):
        name = rest.pop(0)
        found = command.get_command(click.Context(command), name)
        assert found is not None, f"{place}: workbench {' '.join(words)}"
        command = found
    assert command.make_context("workbench", rest)


def test_a_command_that_does_not_exist_would_be_found_out():
    with pytest.raises(click.NoSuchOption):
        test_a_command_shown_in_a_text_exists("here", ("lab", "down", "--gently"))
