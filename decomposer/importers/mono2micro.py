"""What IBM's Mono2Micro and CARGO publish of a monolith: use cases per class, calls, partitions.

`bcs_per_class.json` maps a class to the business use cases that it took part in,
`runtime_call_volume.json` maps `caller--callee` to how many calls were traced, and a partition maps
a class to its part. `::` and `$`, which the data sets mix before inner classes, are one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, RootModel, StrictInt, StrictStr

from decomposer.documents import Violation, validate
from decomposer.importers.json_documents import JsonSource, read_json
from decomposer.metrics.observation import Observation
from decomposer.partition import Partition

ARROW = "--"
"""Between caller and callee."""
MOST_CALLS = 10**15
"""No trace holds more; beyond it shares lose their digits."""


class UseCasesOfClasses(RootModel[dict[str, tuple[StrictStr, ...]]]):
    """`bcs_per_class.json` as it stands."""

    model_config = ConfigDict(frozen=True)


class CallVolumes(RootModel[dict[str, Annotated[StrictInt, Field(ge=1, le=MOST_CALLS)]]]):
    """`runtime_call_volume.json` as it stands."""

    model_config = ConfigDict(frozen=True)


class PartOfClasses(RootModel[dict[str, StrictInt | StrictStr]]):
    """A partition file as it stands."""

    model_config = ConfigDict(frozen=True)


def load_observation(use_cases: Path, volumes: Path) -> Observation:
    """Read both files of a data set.

    Raises:
        DocumentError: with every problem of the first file that has any.
    """
    contexts = validate(read_json(use_cases), UseCasesOfClasses, (_classes_are_there,))
    return Observation(_merged_use_cases(contexts), load_volumes(volumes))


def load_volumes(path: Path) -> dict[tuple[str, str], int]:
    """Read how often which class called which.

    Raises:
        DocumentError: with every problem of the file.
    """
    return _summed_volumes(validate(read_json(path), CallVolumes, (_calls_name_two_classes,)))


def load_assignment(path: Path) -> Partition:
    """Read a partition; parts are called as the file numbers or names them.

    Raises:
        DocumentError: with every problem of the file.
    """
    return assignment(read_json(path), path.stem)


def assignment(source: JsonSource, name: str) -> Partition:
    """The partition of a document that maps classes to parts.

    Raises:
        DocumentError: with every problem of the document.
    """
    document = validate(source, PartOfClasses, (_something_is_placed,))
    home = {_plain(module): str(part) for module, part in document.root.items()}
    parts: dict[str, list[str]] = {}
    for module, part in home.items():
        parts.setdefault(part, []).append(module)
    return Partition(name, {part: tuple(held) for part, held in parts.items()})


def _something_is_placed(document: PartOfClasses) -> Iterator[Violation]:
    if not document.root:
        yield Violation("no-services", ())


def _classes_are_there(document: UseCasesOfClasses) -> Iterator[Violation]:
    if not document.root:
        yield Violation("no-classes", ())


def _calls_name_two_classes(document: CallVolumes) -> Iterator[Violation]:
    if not document.root:
        yield Violation("no-calls", ())
    for call in document.root:
        names = call.split(ARROW)
        if len(names) != 2 or not all(names):  # noqa: PLR2004 - caller and callee
            yield Violation("not-a-call", (call,), call, on_key=True)


def _merged_use_cases(document: UseCasesOfClasses) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for name, found in document.root.items():
        plain = _plain(name)
        merged[plain] = tuple(dict.fromkeys((*merged.get(plain, ()), *found)))
    return merged


def _summed_volumes(document: CallVolumes) -> dict[tuple[str, str], int]:
    summed: dict[tuple[str, str], int] = {}
    for call, volume in document.root.items():
        caller, callee = call.split(ARROW)
        pair = _plain(caller), _plain(callee)
        summed[pair] = summed.get(pair, 0) + volume
    return summed


def _plain(name: str) -> str:
    return name.replace("::", "$")
