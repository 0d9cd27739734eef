"""Cuts of a data set's entities: an expert's clusters, or boundaries of the imported graph.

Experts' files of INESC's Mono2Micro are `{"clusters": {"Text": ["AddText", …]}}`; the entities go
by their names or by their numbers. Authors, for TSR, are a list per entity.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from pydantic import ConfigDict, RootModel, StrictInt, StrictStr

from decomposer.documents import Model, Violation, validate
from decomposer.graph import MonolithGraph
from decomposer.importers.access_sequences import modules_of
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.json_documents import read_json
from decomposer.partition import Partition

YAML = frozenset({".yaml", ".yml"})


class Clusters(Model):
    """An expert's file as it stands."""

    clusters: dict[str, tuple[StrictStr | StrictInt, ...]]


class AuthorsOfEntities(RootModel[dict[str, tuple[StrictStr, ...]]]):
    """The authors' file as it stands."""

    model_config = ConfigDict(frozen=True)


def load_entity_cut(path: Path, entities: Mapping[str, str]) -> Partition:
    """Read a cut of entities (number -> name): clusters, or boundaries in YAML.

    Clusters may leave entities out; boundaries may not.

    Raises:
        DocumentError: with every problem of the file.
    """
    if path.suffix in YAML:
        return _named(load_boundaries(path, _graph(entities)), entities)

    def placed(document: Clusters) -> Iterator[Violation]:
        return _violations(document, entities)

    document = validate(read_json(path), Clusters, (placed,))
    return Partition(
        path.stem,
        {
            name: tuple(entities.get(str(each), str(each)) for each in held)
            for name, held in document.clusters.items()
            if held
        },
    )


def load_authors(path: Path, entities: Mapping[str, str]) -> Mapping[str, AbstractSet[str]]:
    """Read who changed each entity.

    Raises:
        DocumentError: with every problem of the file.
    """

    def known(document: AuthorsOfEntities) -> Iterator[Violation]:
        if not any(document.root.values()):
            yield Violation("no-authors", ())
        for entity in document.root:
            if entities.get(entity, entity) not in names:
                yield Violation("module-unknown", (entity,), entity, names, on_key=True)

    names = tuple(entities.values())
    document = validate(read_json(path), AuthorsOfEntities, (known,))
    return {entities.get(each, each): frozenset(found) for each, found in document.root.items()}


def _graph(entities: Mapping[str, str]) -> MonolithGraph:
    return MonolithGraph(name="entities", modules=modules_of(entities))


def _named(cut: Partition, entities: Mapping[str, str]) -> Partition:
    """A cut of the graph's modules as one of the entities that they stand for."""
    of = dict(zip(_graph(entities).names, entities.values(), strict=True))
    return Partition(
        cut.name, {name: tuple(of[m] for m in held) for name, held in cut.services.items()}
    )


def _violations(document: Clusters, entities: Mapping[str, str]) -> Iterator[Violation]:
    if not any(document.clusters.values()):
        yield Violation("no-services", ("clusters",))
    names, homes = tuple(entities.values()), dict[str, str]()
    for cluster, held in document.clusters.items():
        for position, each in enumerate(held):
            at = ("clusters", cluster, position)
            entity = entities.get(str(each), str(each))
            if entity not in names:
                yield Violation("module-unknown", at, entity, names)
            elif entity in homes:
                yield Violation("module-twice", at, entity, params={"other": homes[entity]})
            homes.setdefault(entity, cluster)
