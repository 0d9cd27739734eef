"""How the reasons of generated lines are told."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli.output import emit
from workbench.cli.words import all_words, words

if TYPE_CHECKING:
    from generators.render.reasons import Choice, Origin
    from workbench.usecases.explaining import Explained


def show_explained(answer: "Explained", blueprint: str, *, as_json: bool) -> None:
    """Print why lines stand where they stand, with the lines of the blueprint behind them."""
    if as_json:
        emit({"file": answer.path, "line": answer.line, "reasons": list(_plain(answer))})
        return
    if not answer.origins:
        click.echo(words().text("cli-why-unknown", path=answer.path))
    for origin in answer.origins:
        click.echo(f"{answer.path}:{origin.first}-{origin.last}")
        click.echo(f"  {_sentence(origin)}")
        for choice in origin.choices:
            click.echo(f"  {choice_line(choice, blueprint)}")


def choice_line(choice: "Choice", blueprint: str) -> str:
    """Where a choice stands: its file, line and column, or that it is a default.

    Without a blueprint it stands in one that is only remembered.
    """
    if not blueprint:
        return words().text("cli-why-remembered", place=choice.place)
    if not choice.line:
        return words().text("cli-why-default", place=choice.place)
    return f"{blueprint}:{choice.line}:{choice.column}: {choice.place}"


def _plain(answer: "Explained") -> Iterator[dict[str, object]]:
    for origin in answer.origins:
        yield {
            "code": origin.mark.code,
            "message": _sentence(origin),
            "first": origin.first,
            "last": origin.last,
            "choices": origin.choices,
        }


def _sentence(origin: "Origin") -> str:
    from workbench.usecases.explaining import sentence

    return sentence(origin, all_words())
