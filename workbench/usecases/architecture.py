"""The learner's blueprint at a glance."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from content.messages import Language, Messages, messages
from decomposer.documents import DocumentError, Problem
from generators.blueprint import Blueprint, load_blueprint
from generators.blueprint.wording import problem_line, problem_text
from workbench.ports.course import Architecture
from workbench.usecases.blueprints import judged_blueprint


def architecture(blueprint: Path, language: Language) -> Architecture:
    """What the blueprint says and what of it will hurt, or what is wrong with it."""
    words = messages(language)
    try:
        found = judged_blueprint(blueprint)
    except DocumentError as error:
        return Architecture((), tuple(_located(p, blueprint, words) for p in error.problems))
    warnings = tuple(problem_text(warning, words) for warning in found.warnings)
    return Architecture(facts(found.blueprint, words), warnings)


def _located(problem: Problem, blueprint: Path, words: Messages) -> str:
    # the learner's folder is known, and a panel is narrow
    return problem_line(replace(problem, file=blueprint.name), words)


def facts(blueprint: Blueprint, words: Messages) -> tuple[str, ...]:
    """The choices made so far, as short sentences."""
    names = ", ".join(blueprint.services)
    told = [words.text("fact-services", services=len(blueprint.services), names=names)]
    if blueprint.transactions:
        told.append(words.text("fact-checkout", checkout=blueprint.transactions.checkout))
    if blueprint.events:
        told.append(words.text("fact-events", broker=blueprint.events.broker))
    if blueprint.gateway:
        told.append(words.text("fact-gateway", routes=len(blueprint.gateway.routes)))
    if blueprint.mesh:
        told.append(words.text("fact-mesh", mtls=blueprint.mesh.mtls))
    return tuple(told)


def boundaries_fact(blueprint: Path, language: Language) -> str:
    """How far the blueprint's boundaries are from the best; empty where it cannot be judged."""
    try:
        services = load_blueprint(blueprint).services
    except DocumentError:
        return ""
    return _distance({n: s.modules for n, s in services.items()}, messages(language))


def _distance(services: Mapping[str, tuple[str, ...]], words: Messages) -> str:
    from decomposer.partition import Partition
    from decomposer.score import score
    from workbench.usecases.decomposition import shop_proposal
    from workbench.usecases.partitions import shop_graph

    graph, mine = shop_graph(), Partition("blueprint", services)
    if set(mine.service_of) != set(graph.names):
        return ""
    best = shop_proposal()
    return words.text(
        "fact-boundaries-proved" if best.proved else "fact-boundaries",
        points=score(graph, mine).total,
        best=best.score.total,
    )
