"""How a store or a broker runs in a pod."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generators.blueprint import Blueprint
from generators.render.kubernetes.confinement import USER_ID

Json = dict[str, object]

USER = "shop"

LISTENS: Json = {"tcpSocket": {"port": "tcp"}}
"""A probe that asks for a connection and for nothing else."""


@dataclass(frozen=True, slots=True)
class Mounted:
    """Files that a pod finds in a folder of its own."""

    name: str
    folder: str
    texts: Callable[[Blueprint], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Server:
    """A store or a broker, with one replica and one volume."""

    image: str
    mount: str
    """Where its volume stands."""
    credential: str
    """The variable that it reads its password from."""
    probe: Json
    """Fails while it does not answer."""
    first_probe: Json | None = None
    """Fails until it has answered once, where that asks for more than `probe`."""
    environment: Mapping[str, str] = field(default_factory=dict)
    asked: int | None = None
    """The port that its probe asks, where that is another than its own."""
    arguments: tuple[str, ...] = ()
    mounted: tuple[Mounted, ...] = ()
    """What it reads on its start."""
    scratch: tuple[str, ...] = ()
    """Folders beside `/tmp` that it writes and that nobody misses."""
    pod_name: str = ""
    """What others call its only pod by; empty where they call its Service."""
    writes_its_image: str = ""
    """Why its root file system cannot be read-only; empty where it is."""
    group: int = USER_ID
    """The group that may read its image."""
    memory_mi: int = 512
    storage_gi: int = 10


def command(*words: str) -> Json:
    """A probe that runs a command in the container."""
    return {"exec": {"command": list(words)}}
