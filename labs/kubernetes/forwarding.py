"""Ports of a lab's pods on loopback: kubectl holds them, and we hold kubectl to it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generators.render.topology import HTTP_PORT, STORE_PORTS
from labs.kubernetes.errors import NoForwardError
from labs.kubernetes.holding import Held, Holder
from labs.kubernetes.plan import Plan
from labs.supervising.logs import last_line
from labs.supervising.ports import LOOPBACK, is_free

HELD_WITHIN_S = 20.0
LOOK_EVERY_S = 0.1


class Forward(NamedTuple):
    """One command that holds a port."""

    part: str
    port: int
    """On loopback."""
    arguments: Sequence[str]


def forwards(plan: Plan) -> tuple[Forward, ...]:
    """The ports of a lab: the gateway's, the databases', and the way to every service."""
    return (
        _forward(plan, "gateway", plan.gateway_port, HTTP_PORT),
        _forward(plan, "postgres", plan.postgres_port, STORE_PORTS["postgresql"]),
        services_forward(plan.namespace, plan.services_port),
    )


def services_forward(namespace: str, port: int) -> Forward:
    """The API server leads to the services of a lab, and through this port to nothing else."""
    allowed = rf"^/api/v1/namespaces/{namespace}/services/[^/]+:80/proxy(/.*)?$"
    return Forward("services", port, ("proxy", "--port", str(port), "--accept-paths", allowed))


class Forwarder:
    """Keeps ports open."""

    def __init__(self, context: str, wanted: Sequence[Forward], logs: Path) -> None:
        self._logs = logs
        self._wanted = wanted
        self._holder = Holder(context, [Held(w.arguments, self._log(w)) for w in wanted])

    def open(self) -> None:
        """Return when every port takes connections.

        Raises:
            NoForwardError: one does not; it says what kubectl said.
        """
        deadline = time.monotonic() + HELD_WITHIN_S
        self.keep()
        while late := [each for each in self._wanted if is_free(each.port)]:
            if time.monotonic() > deadline:
                raise NoForwardError(late[0].part, last_line(self._log(late[0])))
            time.sleep(LOOK_EVERY_S)
            self.keep()

    def keep(self) -> None:
        """Start what does not run. Call it often, from the main thread."""
        self._holder.keep()

    def close(self) -> None:
        """End all of them."""
        self._holder.close()

    def _log(self, wanted: Forward) -> Path:
        return self._logs / f"forward-{wanted.part}.log"


def _forward(plan: Plan, service: str, port: int, remote: int) -> Forward:
    ports = f"{port}:{remote}"
    place = ("--namespace", plan.namespace, "port-forward", f"service/{service}", ports)
    return Forward(service, port, (*place, "--address", LOOPBACK))
