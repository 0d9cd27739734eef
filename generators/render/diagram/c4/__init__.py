"""The architecture as C4 sees it, in both languages: who runs the generator changes no file."""

from collections.abc import Iterator

from content.messages import Language
from generators.blueprint import Blueprint
from generators.render.diagram.c4.containers import containers
from generators.render.diagram.c4.context import context
from generators.render.diagram.c4.deployment import deployment
from generators.render.diagram.c4.words import Words, words_in


def c4_files(bp: Blueprint) -> dict[str, str]:
    """`diagrams/<picture>.<language>.svg`; a deployment where the blueprint has one."""
    return {
        f"diagrams/{name}.{language.value}.svg": text
        for language in Language
        for name, text in _pictures(bp, words_in(language))
    }


def _pictures(bp: Blueprint, words: Words) -> Iterator[tuple[str, str]]:
    yield "context", context(bp, words)
    yield "containers", containers(bp, words)
    if bp.deployment is not None:
        yield "deployment", deployment(bp, bp.deployment, words)


__all__ = ["c4_files"]
