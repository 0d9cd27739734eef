"""From a file to a blueprint, or to everything that is wrong with it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from decomposer.documents import (
    DocumentError,
    Problem,
    Source,
    located,
    parse_yaml,
    read_yaml,
    remainder,
    validate,
)
from generators.blueprint.advice import ADVICE
from generators.blueprint.document import Blueprint
from generators.blueprint.rules import RULES, BlueprintRule, follows, known_modules

_NAME = {"name": "unnamed"}
"""No rule asks for it, so it need not be right for the others to be told."""


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A blueprint that breaks no rule, and what about it deserves a second look."""

    blueprint: Blueprint
    warnings: tuple[Problem, ...]


def judged(source: Source) -> Judged:
    """Read a blueprint, and say besides what works and will hurt.

    Raises:
        DocumentError: with every problem found, each at its line and column.
    """
    blueprint = _validated(source, ())
    violations = (violation for advice in ADVICE for violation in advice(blueprint))
    warnings = (located(source, violation) for violation in violations)
    return Judged(blueprint, tuple(sorted(warnings, key=lambda each: (each.line, each.column))))


def _validated(source: Source, modules: Collection[str]) -> Blueprint:
    rules = (*RULES, known_modules(modules)) if modules else RULES
    try:
        return validate(source, Blueprint, rules)
    except DocumentError as error:
        also = [each for each in _beside(source, rules) if each not in error.problems]
        raise DocumentError((*error.problems, *also)) from None


def _beside(source: Source, rules: Iterable[BlueprintRule]) -> Iterator[Problem]:
    """Rules broken by what is left where the parts whose shape is wrong are left out."""
    rest = remainder(source.data | _NAME, Blueprint, kept=("services",))
    if rest is None:
        return
    for violation in (each for rule in rules for each in rule(rest.document)):
        found = replace(violation, at=rest.in_the_text(violation.at))
        if not follows(found, rest.left_out):
            yield located(source, found)
