"""The learner's blueprint at a glance."""

from pathlib import Path

from content.messages import Language, Messages, messages
from decomposer.documents import DocumentError
from generators.blueprint import Blueprint, load_blueprint
from generators.blueprint.wording import problem_line
from workbench.ports.course import Architecture


def architecture(blueprint: Path, language: Language) -> Architecture:
    """What the blueprint says, or what is wrong with it."""
    words = messages(language)
    try:
        return Architecture(facts(load_blueprint(blueprint), words))
    except DocumentError as error:
        return Architecture((), tuple(problem_line(p, words) for p in error.problems))


def facts(blueprint: Blueprint, words: Messages) -> tuple[str, ...]:
    """The choices made so far, as short sentences."""
    told = [words.text("fact-services", services=len(blueprint.services))]
    if blueprint.transactions:
        told.append(words.text("fact-checkout", checkout=blueprint.transactions.checkout))
    if blueprint.events:
        told.append(words.text("fact-events", broker=blueprint.events.broker))
    if blueprint.gateway:
        told.append(words.text("fact-gateway", routes=len(blueprint.gateway.routes)))
    if blueprint.mesh:
        told.append(words.text("fact-mesh", mtls=blueprint.mesh.mtls))
    return tuple(told)
