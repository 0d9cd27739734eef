"""What another choice in the blueprint means: for the files, and for what can go wrong."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from decomposer.documents import DocumentError
from generators.blueprint import Blueprint, parse_blueprint
from generators.choices import Changed, FailureModes, changes, failure_mode_changes
from generators.render import render
from generators.writing import Plan
from workbench.usecases.generation import Request, whole_blueprint


@dataclass(frozen=True, slots=True)
class FileEffect:
    """Lines of one file that come and go."""

    path: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Switch:
    """From one blueprint to another."""

    changed: tuple[Changed, ...]
    files: tuple[FileEffect, ...]
    modes: FailureModes


def switch_since_last_run(wish: Request, plan: Plan) -> Switch | None:
    """What has changed in the blueprint since files were generated; nothing where that is unknown.

    Raises:
        DocumentError: the blueprint cannot be used.
    """
    with suppress(DocumentError):
        before = parse_blueprint(plan.last_blueprint, str(wish.out))
        return _switch(before, whole_blueprint(wish.blueprint), wish.kinds)
    return None


def switch_from(other: Path, wish: Request) -> Switch:
    """What it would mean to come here from another blueprint.

    Raises:
        DocumentError: one of the two cannot be used.
    """
    return _switch(whole_blueprint(other), whole_blueprint(wish.blueprint), wish.kinds)


def _switch(before: Blueprint, after: Blueprint, kinds: tuple[str, ...]) -> Switch:
    changed = changes(before, after)
    if not changed:
        return Switch((), (), FailureModes((), ()))
    effects = _effects(render(before, kinds or None), render(after, kinds or None))
    return Switch(changed, effects, failure_mode_changes(before, after))


def _effects(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FileEffect, ...]:
    paths = sorted(old.keys() | new.keys())
    return tuple(
        _effect(path, old.get(path, ""), new.get(path, ""))
        for path in paths
        if old.get(path) != new.get(path)
    )


def _effect(path: str, old: str, new: str) -> FileEffect:
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return FileEffect(path, len(after) - kept, len(before) - kept)
