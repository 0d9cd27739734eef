"""Where labs can run, by the name that a learner gives: part of the composition root."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labs.local.options import LocalOptions
    from labs.runtime import Runtime

LOCAL, DOCKER = "local", "docker"


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


def _local_options(choices: LabChoices) -> "LocalOptions":
    from labs.local.options import LocalOptions, running_stores

    stores = running_stores(os.environ)
    options = LocalOptions(gateway_port=choices.gateway_port, limits=choices.limits, stores=stores)
    if choices.trace_ratio is None:
        return options
    return replace(options, trace_ratio=choices.trace_ratio)


def _local(choices: LabChoices) -> "Runtime":
    from labs.local.runtime import LocalRuntime

    return LocalRuntime(_local_options(choices))


def _docker(choices: LabChoices) -> "Runtime":
    from labs.docker.options import DockerOptions
    from labs.docker.runtime import DockerRuntime

    options = DockerOptions(
        gateway_port=choices.gateway_port,
        limits=choices.limits,
        registry_mirror=choices.registry_mirror,
        pull=choices.pull,
    )
    if choices.trace_ratio is not None:
        options = replace(options, trace_ratio=choices.trace_ratio)
    return DockerRuntime(options)


RUNTIMES: Mapping[str, Callable[[LabChoices], "Runtime"]] = {LOCAL: _local, DOCKER: _docker}
"""Each is imported when it is chosen."""
