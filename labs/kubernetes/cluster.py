"""The port to a cluster: what a lab and a dry run ask of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from labs.kubernetes.objects import Json, Reference


class Resource(NamedTuple):
    """A kind that a cluster serves."""

    plural: str
    namespaced: bool


class Change(NamedTuple):
    """What a watch tells of one object."""

    gone: bool
    object: Json


class Cluster(Protocol):
    """A Kubernetes API server that lets us in.

    Every method raises `UnreachableError` where no answer comes, `ForbiddenError` where the account
    may not ask, and `RefusedError` with the server's `Status` for any other refusal.
    """

    name: str
    """The context it is reached by."""

    def version(self) -> str:
        """What the server says it is: `v1.34.2`."""
        ...

    def serves(self, api: str) -> Mapping[str, Resource]:
        """Kind -> resource of an API version (`apps/v1`); empty where the server has none."""
        ...

    def get(self, wanted: Reference) -> Json | None:
        """An object as it is; None where there is none."""
        ...

    def find(self, api: str, kind: str, namespace: str = "", labels: str = "") -> Sequence[Json]:
        """The objects of a kind that carry the labels (`app=orders,version=v1`)."""
        ...

    def watch(self, api: str, kind: str, namespace: str, *, within_s: float) -> Iterator[Change]:
        """First all objects there are, then each change as it comes; ends after `within_s`."""
        ...

    def apply(self, wanted: Json, *, dry_run: bool = False) -> Json:
        """Make an object what it should be (server-side apply), or only ask whether that would do.

        Safe to call twice.
        """
        ...

    def resize(self, pod: Reference, container: str, resources: Json) -> None:
        """Let a running container take this much from now on; Kubernetes 1.33 and later can."""
        ...

    def delete(self, unwanted: Reference, *, at_once: bool = False) -> bool:
        """Begin to remove an object with all that it owns; False where there is none."""
        ...

    def log(
        self, pod: Reference, container: str, *, lines: int, previous: bool = False
    ) -> Sequence[str]:
        """The last lines of a container; with `previous` those of its life before this one."""
        ...
