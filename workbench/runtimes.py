"""Where labs can run, by the name that a learner gives: part of the composition root."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from labs.docker.options import DockerOptions
    from labs.kubernetes.options import KubernetesOptions
    from labs.local.options import LocalOptions
    from labs.runtime import Progress, Runtime

Options = TypeVar("Options", "LocalOptions", "DockerOptions", "KubernetesOptions")

LOCAL, DOCKER, KUBERNETES = "local", "docker", "kubernetes"


@dataclass(frozen=True, slots=True)
class LabChoices:
    """What a lab is started with, on whichever runtime; each takes what it knows."""

    gateway_port: int | None = None
    """Where clients come in; any free port by default."""
    limits: bool = False
    """Whether the gateway enforces the blueprint's rate limits, which stand in the way of a
    measurement: the course's are far below what the shop can serve."""
    trace_ratio: float | None = None
    """The part of all requests that are traced; the runtime's own choice by default."""
    registry_mirror: str = ""
    """Where images come from in place of the registries that their names mean: `host:port/path`."""
    pull: bool = True
    """Whether images that this machine lacks may be fetched."""


def _traced(options: Options, choices: LabChoices) -> Options:
    """As much as somebody chose; else as much as is the runtime's own choice."""
    ratio = choices.trace_ratio
    return options if ratio is None else replace(options, trace_ratio=ratio)


def _local_options(choices: LabChoices) -> "LocalOptions":
    from labs.local.options import LocalOptions
    from labs.wiring.stores import running_stores

    stores = running_stores(os.environ)
    options = LocalOptions(gateway_port=choices.gateway_port, limits=choices.limits, stores=stores)
    return _traced(options, choices)


def _local(choices: LabChoices) -> "Runtime":
    from labs.local.runtime import LocalRuntime

    return LocalRuntime(_local_options(choices))


def _docker_options(choices: LabChoices) -> "DockerOptions":
    from labs.docker.options import DockerOptions

    options = DockerOptions(
        gateway_port=choices.gateway_port,
        limits=choices.limits,
        registry_mirror=choices.registry_mirror,
        pull=choices.pull,
    )
    return _traced(options, choices)


def _docker(choices: LabChoices) -> "Runtime":
    from labs.docker.runtime import DockerRuntime

    return DockerRuntime(_docker_options(choices))


def _build(choices: LabChoices, on_progress: Callable[["Progress"], None]) -> str:
    """The shop's image, built by this machine's Docker engine."""
    from labs.docker.engine import engine
    from labs.docker.preparing import Fetching

    with engine() as client:
        return Fetching(client, _docker_options(choices), on_progress).shop()


def _kubernetes(choices: LabChoices) -> "Runtime":
    from labs.kubernetes.options import IMAGE_VARIABLE, KubernetesOptions
    from labs.kubernetes.providers import CONTEXT_VARIABLE
    from labs.kubernetes.runtime import KubernetesRuntime

    options = KubernetesOptions(
        context=os.environ.get(CONTEXT_VARIABLE),
        gateway_port=choices.gateway_port,
        limits=choices.limits,
        image=os.environ.get(IMAGE_VARIABLE, ""),
        build=partial(_build, choices),
    )
    return KubernetesRuntime(_traced(options, choices))


RUNTIMES: Mapping[str, Callable[[LabChoices], "Runtime"]] = {
    LOCAL: _local,
    DOCKER: _docker,
    KUBERNETES: _kubernetes,
}
"""Each is imported when it is chosen."""


def running_elsewhere(lab: str, here: str) -> tuple[str, ...]:
    """The runtimes, but for this one, on which somebody owns a lab of that name."""
    from labs.supervising.directories import LabDirectory, default_base
    from labs.supervising.lock import is_held

    bases = {name: default_base("" if name == LOCAL else name) for name in RUNTIMES if name != here}
    return tuple(
        name for name, base in bases.items() if base.exists() and is_held(LabDirectory(base, lab))
    )
