"""The monolith of the course: its graph and its ready partitions, as files."""

from importlib import resources
from pathlib import Path


class UnknownPartitionError(LookupError):
    """The course has no ready partition of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"{name}: not one of {', '.join(known)}")


def monolith_path() -> Path:
    """The graph of the online shop, in the format of `decomposer.importers.monolith`."""
    return _folder() / "monolith.yaml"


def partition_names() -> tuple[str, ...]:
    """The ready partitions, in alphabetical order."""
    return tuple(sorted(path.stem for path in (_folder() / "partitions").glob("*.yaml")))


def partition_path(name: str) -> Path:
    """A ready partition, in the format of `decomposer.importers.boundaries`.

    Raises:
        UnknownPartitionError: there is none of this name.
    """
    if name not in partition_names():
        raise UnknownPartitionError(name, partition_names())
    return _folder() / "partitions" / f"{name}.yaml"


def _folder() -> Path:
    return Path(str(resources.files(__package__)))
