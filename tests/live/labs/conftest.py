"""A small lab for the supervisor's tests: the real servers, and services that serve nothing."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psutil
import pytest

from labs.local.client import ask
from labs.local.directories import LocalDirectory
from labs.local.plan import Plan, ServicePlan
from labs.local.protocol import Request
from labs.local.runtime import SUPERVISOR
from labs.runtime import LabStatus, Progress
from labs.supervising.ending import end
from labs.supervising.healing import heal
from labs.supervising.lock import held
from labs.supervising.owner import Owner
from labs.supervising.ports import free_ports
from labs.supervising.starting import start

TRIVIAL_SHOP = str(Path(__file__).with_name("trivial_shop.py"))


def plan_of_two(**changes: object) -> Plan:
    """A lab with the services `order` and `user`, which are back half a second after their end."""
    postgres, valkey, nats, mail, gateway, admin, order, user = free_ports(8)
    plan = Plan(
        lab="test",
        postgres_port=postgres,
        databases=("order", "user"),
        valkey_port=valkey,
        nats_port=nats,
        mail_port=mail,
        gateway_port=gateway,
        gateway_admin_port=admin,
        launch=(sys.executable, TRIVIAL_SHOP, f"order-1={order}", f"user-1={user}"),
        services=(
            ServicePlan("order", "order-1", "127.0.0.1", order),
            ServicePlan("user", "user-1", "127.0.0.1", user),
        ),
        restart_after_s=0.5,
        ready_within_s=15.0,
    )
    return msgspec.structs.replace(plan, **changes)


@dataclass
class TrivialLab:
    """Starts planned labs in a directory of the test's own."""

    directory: LocalDirectory
    steps: list[Progress] = field(default_factory=list)

    def up(self, plan: Plan | None = None, *, bootstrap: object = None) -> LabStatus:
        plan = plan or plan_of_two()
        with held(self.directory, 0.2) as lock:
            heal(self.directory)
            self.directory.create()
            self.directory.gateway.mkdir()
            content = json.dumps(bootstrap or admin_only(plan.gateway_admin_port))
            (self.directory.gateway / "envoy.yaml").write_text(content)
            plan.write(self.directory)
            start(self.directory, lock, self.steps.append, SUPERVISOR)
        return self.status()

    def status(self) -> LabStatus:
        status = ask(self.directory, Request("status")).status
        assert status is not None
        return status

    def do(self, action: str, part: str = "") -> None:
        ask(self.directory, Request(action, part))  # type: ignore[arg-type]

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this lab."""
        place = str(self.directory.base)
        return [p for p in psutil.process_iter() if _mentions(p, place)]

    def supervisor(self) -> psutil.Process:
        return next(p for p in self.processes() if "labs.local.supervisor" in p.cmdline())

    def down(self) -> None:
        end(self.directory, 10)


def admin_only(port: int) -> dict[str, object]:
    address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    return {"admin": {"address": address}}


def _mentions(process: psutil.Process, place: str) -> bool:
    try:
        return any(place in word for word in process.cmdline())
    except psutil.Error:
        return False


@pytest.fixture
def trivial() -> Iterator[TrivialLab]:
    # not tmp_path: its parents are closed to the account that PostgreSQL runs under
    with tempfile.TemporaryDirectory(prefix="lab-test-") as place:
        Path(place).chmod(0o711)
        lab = TrivialLab(LocalDirectory.of("test", Path(place) / "labs"))
        yield lab
        for process in lab.processes():
            process.kill()


@pytest.fixture
def plan() -> Callable[..., Plan]:
    return plan_of_two


@pytest.fixture
def owner() -> Callable[[int], Owner]:
    return Owner.of
