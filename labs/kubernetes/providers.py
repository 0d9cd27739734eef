"""Clusters of this machine: how one is made, given an image, and removed."""

import shutil
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from labs.kubernetes.errors import CannotLoadError, NoLocalClusterError
from labs.kubernetes.kubectl import KUBECTL, Contexts, call, contexts

OURS = "architecture-workbench"
"""What a cluster is called that a lab makes; its context says so."""
CONTEXT_VARIABLE = "WORKBENCH_KUBERNETES_CONTEXT"
"""Names the context that is used: without it a lab goes into no cluster but this machine's."""
MADE_WITHIN_S = 600.0
LOADED_WITHIN_S = 300.0


class Provider(Protocol):
    """Who runs a cluster on this machine."""

    def make(self) -> None:
        """Make the cluster, and leave kubectl's current context as it was."""
        ...

    def load(self, image: str) -> None:
        """Have an image of this machine's Docker engine there."""
        ...

    def unmake(self) -> None:
        """Remove the cluster."""
        ...


class Kind(NamedTuple):
    """A cluster whose nodes are containers."""

    cluster: str

    def make(self) -> None:
        """Make the cluster, and leave kubectl's current context as it was."""
        before = contexts().current
        call("kind", "create", "cluster", "--name", self.cluster, within_s=MADE_WITHIN_S)
        if before:
            call(KUBECTL, "config", "use-context", before)

    def load(self, image: str) -> None:
        """Have an image of this machine's Docker engine there."""
        into = ("--name", self.cluster)
        call("kind", "load", "docker-image", image, *into, within_s=LOADED_WITHIN_S)

    def unmake(self) -> None:
        """Remove the cluster."""
        call("kind", "delete", "cluster", "--name", self.cluster, within_s=LOADED_WITHIN_S)


class Minikube(NamedTuple):
    """A cluster in a container or a virtual machine."""

    profile: str

    def make(self) -> None:
        """Make the cluster, and leave kubectl's current context as it was."""
        profile = ("--profile", self.profile)
        call("minikube", "start", *profile, "--keep-context", within_s=MADE_WITHIN_S)

    def load(self, image: str) -> None:
        """Have an image of this machine's Docker engine there."""
        profile = ("--profile", self.profile)
        call("minikube", "image", "load", image, *profile, within_s=LOADED_WITHIN_S)

    def unmake(self) -> None:
        """Remove the cluster."""
        call("minikube", "delete", "--profile", self.profile, within_s=LOADED_WITHIN_S)


class Shared(NamedTuple):
    """A cluster that runs on this machine's Docker engine and sees its images."""

    context: str

    def make(self) -> None:
        """It is there."""

    def load(self, image: str) -> None:
        """It is there."""

    def unmake(self) -> None:
        """It is not ours to remove."""


class Elsewhere(NamedTuple):
    """A cluster that somebody named and that we know nothing of."""

    context: str

    def make(self) -> None:
        """It is there."""

    def load(self, image: str) -> None:
        """Have an image there: only its owner knows how.

        Raises:
            CannotLoadError: always.
        """
        raise CannotLoadError(self.context, image)

    def unmake(self) -> None:
        """It is not ours to remove."""


class Chosen(NamedTuple):
    """The cluster that a lab goes to."""

    context: str
    provider: Provider
    exists: bool

    @property
    def ours(self) -> bool:
        """Whether it was made for labs, and goes with the last of them."""
        return self.context in _OURS


_OURS = frozenset({f"kind-{OURS}", OURS})
_SHARED = frozenset({"docker-desktop", "orbstack", "rancher-desktop"})


def provider_of(context: str) -> Provider | None:
    """Who runs the cluster of a context, going by its name; None where it may be anywhere."""
    if context.startswith("kind-"):
        return Kind(context.removeprefix("kind-"))
    if context in {"minikube", OURS}:
        return Minikube(context)
    return Shared(context) if context in _SHARED else None


def choose(known: Contexts, named: str | None) -> Chosen:
    """The cluster that is named; else one of this machine, which is made where there is none.

    Never kubectl's current context as such: that may be somebody's production.

    Raises:
        NoLocalClusterError: there is none, and nothing to make one with.
    """
    if named:
        return Chosen(named, provider_of(named) or Elsewhere(named), exists=True)
    for context in _in_turn(known):
        if (provider := provider_of(context)) is not None:
            return Chosen(context, provider, exists=True)
    if shutil.which("kind"):
        return Chosen(f"kind-{OURS}", Kind(OURS), exists=False)
    if shutil.which("minikube"):
        return Chosen(OURS, Minikube(OURS), exists=False)
    raise NoLocalClusterError(known.current, CONTEXT_VARIABLE)


def _in_turn(known: Contexts) -> Iterator[str]:
    """Ours, then the current one, then the others."""
    ours = [name for name in known.names if name in _OURS]
    yield from dict.fromkeys((*ours, *((known.current,) if known.current else ()), *known.names))
