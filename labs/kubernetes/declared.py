"""Manifests as they would be applied: kustomizations built, and every value with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.checker.kustomizing import Sources, build_folder, plain, roots
from generators.checker.located import Value
from generators.checker.reading import read
from labs.kubernetes.objects import Json


@dataclass(frozen=True, slots=True)
class Declared:
    """An object as manifests declare it."""

    body: Value
    """Where each part of it is written."""
    plain: Json


def declared(files: Mapping[str, str]) -> list[Declared]:
    """The objects of every environment, and those of files that no kustomization uses."""
    return [
        Declared(body, {key: plain(value) for key, value in body.entries()})
        for body in _bodies(files)
    ]


def _bodies(files: Mapping[str, str]) -> Iterator[Value]:
    sources = Sources(files)
    used: set[str] = set()
    for folder in roots(sources):
        built = build_folder(sources, folder)
        used |= built.read
        yield from built.objects
    alone = {path: text for path, text in files.items() if path not in used}
    yield from (each.body for each in read(alone).manifests)
