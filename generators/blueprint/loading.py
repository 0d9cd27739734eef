"""From a file to a blueprint, or to everything that is wrong with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from decomposer.documents import (
    DocumentError,
    Problem,
    Source,
    located,
    parse_yaml,
    read_yaml,
    validate,
)
from generators.blueprint.advice import ADVICE
from generators.blueprint.document import Blueprint
from generators.blueprint.rules import RULES, BlueprintRule, known_modules

_FOUNDATION = ("format_version", "name", "services")
"""What every rule builds upon; all else can be left out."""


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


def _beside(source: Source, rules: Iterable[BlueprintRule]) -> tuple[Problem, ...]:
    """Rules broken in the sections whose shape is right, where another section's is wrong."""
    foundation = {key: source.data[key] for key in _FOUNDATION if key in source.data}
    sound = {
        key: value
        for key, value in source.data.items()
        if key not in _FOUNDATION and _problems(source, foundation | {key: value}, ()) == ()
    }
    return _problems(source, foundation | sound, rules)


def _problems(
    source: Source, data: dict[str, object], rules: Iterable[BlueprintRule]
) -> tuple[Problem, ...]:
    try:
        validate(replace(source, data=data), Blueprint, rules)
    except DocumentError as error:
        return error.problems
    return ()
