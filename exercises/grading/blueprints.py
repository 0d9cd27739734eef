"""The learner's blueprint, with the place of everything in it."""

from decomposer.documents import Source, parse_yaml, validate
from exercises.answer import Answer
from exercises.definition import BLUEPRINT
from exercises.monolith.facts import monolith_graph
from generators.blueprint import Blueprint
from generators.blueprint.rules import RULES, known_modules


def read_blueprint(answer: Answer) -> tuple[Source, Blueprint]:
    """Parse the blueprint of an answer once, for its content and for the places in it.

    Raises:
        DocumentError: with every problem found.
    """
    source = parse_yaml(answer.text(BLUEPRINT), BLUEPRINT)
    rules = (*RULES, known_modules(monolith_graph().names))
    return source, validate(source, Blueprint, rules)
