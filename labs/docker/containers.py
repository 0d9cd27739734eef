"""What the engine knows of a lab: its containers as parts."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from docker.errors import APIError

from labs.docker.asking import refusal
from labs.docker.plan import Container
from labs.runtime import Part, State

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container as Running

PROJECT, SERVICE = "com.docker.compose.project", "com.docker.compose.service"
AT_ONCE = 8
"""Requests to the engine side by side."""
MIB = 2**20
CUT_OFF = "cut off from the network"
"""Asked from within, it may say that all is well."""
_RUNS = frozenset({State.STARTING, State.READY, State.UNREADY})
Filters = dict[str, str | list[str] | bool]


class Taken(NamedTuple):
    """What a container takes of the machine."""

    memory_mb: float = 0.0
    """Without pages that the system can take back."""
    cpu_s: float = 0.0


def of_project(client: "DockerClient", project: str) -> dict[str, "Running"]:
    """Every container of a project, also one that ended, by its compose service."""
    found = client.containers.list(
        all=True, filters={"label": f"{PROJECT}={project}"}, ignore_removed=True
    )
    return {container.labels[SERVICE]: container for container in found}


def seen(
    planned: Iterable[Container], running: Mapping[str, "Running"], *, came_up: bool
) -> tuple[Part, ...]:
    """Each planned container as a part, with what it takes.

    Once a lab has come up, what runs and refuses is no longer on its way.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda c: _part(c, running.get(c.service), came_up), planned))


def _part(planned: Container, container: "Running | None", came_up: bool) -> Part:  # noqa: FBT001
    if container is None:
        return Part(planned.part, planned.kind, State.DOWN, planned.address)
    state, reason = condition(container.attrs)
    if state in _RUNS and not container.attrs["NetworkSettings"]["Networks"]:
        state, reason = State.UNREADY, CUT_OFF
    elif planned.answers and state in _RUNS:
        state, reason = _by_its_own_word(planned, came_up)
    taken = _taken(container) if state is not State.DOWN else Taken()
    return Part(
        name=planned.part,
        kind=planned.kind,
        state=state,
        address=planned.address,
        restarts=container.attrs["RestartCount"],
        memory_mb=taken.memory_mb,
        cpu_s=taken.cpu_s,
        reason=reason,
    )


def _by_its_own_word(planned: Container, came_up: bool) -> tuple[State, str]:  # noqa: FBT001
    refused = refusal(planned)
    if refused is None:
        return State.READY, ""
    return State.UNREADY if came_up else State.STARTING, refused


def condition(attributes: Mapping[str, Any]) -> tuple[State, str]:
    """The state of a container as the engine tells it, and why it is not ready.

    What the last healthcheck found counts, not the engine's word: that takes many failures, and
    a container that was frozen a moment ago is called unhealthy.
    """
    told = attributes["State"]
    if told["Status"] == "paused":
        return State.PAUSED, ""
    if told["Status"] == "created":
        return State.STARTING, ""
    if told["Status"] != "running":
        return State.DOWN, f"{told['Status']}, status {told['ExitCode']}"
    return _health(told.get("Health") or {})


def _health(told: Mapping[str, Any]) -> tuple[State, str]:
    """Of a running container; without a healthcheck it is taken at its word."""
    checks = told.get("Log") or []
    refused = bool(checks) and checks[-1]["ExitCode"] != 0
    reason = last_line(checks[-1]["Output"]) if refused else ""
    if told.get("Status") == "starting":
        return State.STARTING, reason
    return State.UNREADY if refused else State.READY, reason


def _taken(container: "Running") -> Taken:
    with suppress(APIError, KeyError):
        told: Any = container.stats(stream=False, one_shot=True)
        return taken(told)
    return Taken()


def taken(told: Mapping[str, Any]) -> Taken:
    """What a container takes, as the engine's statistics tell it; both kinds of cgroups do."""
    memory = told["memory_stats"]
    idle = memory["stats"].get("total_inactive_file", memory["stats"].get("inactive_file", 0))
    computed_ns = told["cpu_stats"]["cpu_usage"]["total_usage"]
    return Taken((memory["usage"] - idle) / MIB, computed_ns / 10**9)


def last_line(text: str) -> str:
    """The last line that says something, or nothing."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
