"""How much of the machine a container may take: as designed, or less for a while."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from labs.docker.containers import MIB
from labs.docker.errors import EngineRefusedError
from labs.docker.writing import COMPOSE, COMPOSE_LAB

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container as Running

_NANO = 10**9
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30}


class Allowance(NamedTuple):
    """The most that a container gets."""

    cpus: float | None = None
    """Of one core; None: all there are."""
    memory_mb: float | None = None
    """None: all there is."""


def designed(folder: Path, service: str) -> Allowance:
    """What the lab's compose project allows a service."""
    limits: dict[str, Any] = {}
    for told in _resources(folder, service):
        limits |= told.get("limits") or {}
    memory = limits.get("memory")
    return Allowance(
        float(limits["cpus"]) if "cpus" in limits else None, _megabytes(memory) if memory else None
    )


def allow(client: "DockerClient", container: "Running", most: Allowance) -> None:
    """Let a running container take this much, from now on.

    Raises:
        EngineRefusedError: it holds more memory than that already, or the engine has no means.
    """
    machine = client.info()
    cpus = machine["NCPU"] if most.cpus is None else most.cpus
    memory = machine["MemTotal"] if most.memory_mb is None else int(most.memory_mb * MIB)
    # the library's own call knows no share of the cores, only quotas, which exclude one another
    address = f"{client.api.base_url}/v{client.api.api_version}/containers/{container.id}/update"
    changed = {
        "NanoCpus": int(cpus * _NANO),
        "Memory": memory,
        "MemorySwap": -1 if most.memory_mb is None else 2 * memory,
    }
    answer = client.api.post(address, json=changed)
    if answer.status_code != HTTPStatus.OK:
        told = str(answer.json().get("message", answer.reason))
        # the tool that sets limits says so in several lines, behind its own name
        raise EngineRefusedError(" ".join(told.rpartition("exit status 1: ")[2].split()))


def _resources(folder: Path, service: str) -> Iterator[dict[str, Any]]:
    """What the project's files say of it, the later one over the earlier."""
    for name in (COMPOSE, COMPOSE_LAB):
        text = (folder / name).read_text(encoding="utf-8")
        services = yaml.load(text, Loader=yaml.CSafeLoader)["services"]
        deploy = services.get(service, {}).get("deploy") or {}
        yield deploy.get("resources") or {}


def _megabytes(quantity: str) -> float:
    return float(quantity[:-1]) * _UNITS[quantity[-1]] / MIB
