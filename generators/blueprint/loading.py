"""From a file to a blueprint, or to everything that is wrong with it."""

from collections.abc import Collection
from pathlib import Path

from decomposer.documents import Source, parse_yaml, read_yaml, validate
from generators.blueprint.document import Blueprint
from generators.blueprint.rules import RULES, known_modules


def load_blueprint(path: Path, *, modules: Collection[str] = ()) -> Blueprint:
    """Read a blueprint. With `modules` its services must hold exactly these.

    Raises:
        DocumentError: with every problem found, each at its line and column.
    """
    return _validated(read_yaml(path), modules)


def parse_blueprint(text: str, file: str, *, modules: Collection[str] = ()) -> Blueprint:
    """Read a blueprint from text that came, or will go, to `file`.

    Raises:
        DocumentError: with every problem found, each at its line and column.
    """
    return _validated(parse_yaml(text, file), modules)


def _validated(source: Source, modules: Collection[str]) -> Blueprint:
    rules = (*RULES, known_modules(modules)) if modules else RULES
    return validate(source, Blueprint, rules)
