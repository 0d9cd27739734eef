"""What a lab lets in: its gateway and nobody else's, on this machine and no other."""

import contextlib
import os
import socket
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.plan import Plan
from labs.local.runtime import LocalRuntime
from labs.runtime import LabStatus
from labs.supervising.state import read_state
from labs.wiring.gateway import WITHHELD
from workbench.usecases.shops import shop_blueprint

pytestmark = pytest.mark.live

INTERIOR = ("/_rpc/orders/find", *WITHHELD)
DISGUISES = ("{}", "{}/", "/{}", "/assets/..{}", "/api/v1/orders/../../..{}", "{}?x=1", "{}%2f")


class Lab:
    def __init__(self, place: Path) -> None:
        self.runtime = LocalRuntime(LocalOptions(base=place / "labs", limits=False))
        blueprint = shop_blueprint("monolith", None)
        self.status: LabStatus = self.runtime.up(blueprint, owner_pid=os.getpid())
        directory = LocalDirectory.of(self.status.lab, place / "labs")
        self.plan = Plan.read(directory)
        state = read_state(directory.state)
        assert state is not None
        self.processes = [psutil.Process(known.pid) for known in state.processes if known.alive()]

    def listening(self) -> set[tuple[str, int]]:
        """Where the processes of this lab wait for others."""
        return {
            (connection.laddr.ip, connection.laddr.port)
            for process in self.processes
            for connection in process.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.plan.gateway_port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host="host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="closed-") as place:
        Path(place).chmod(0o711)
        running = Lab(Path(place))
        yield running
        running.runtime.down()


def test_everything_listens_on_loopback_only(lab: Lab) -> None:
    listening = lab.listening()
    plan = lab.plan
    servers = {plan.postgres_port, plan.valkey_port, plan.nats_port, plan.mail_port}
    services = {service.port for service in plan.services}
    known = servers | services | {plan.gateway_port, plan.gateway_admin_port}
    assert {port for _, port in listening} == known
    assert {address for address, _ in listening} == {"127.0.0.1"}


@pytest.mark.parametrize("path", INTERIOR)
def test_what_services_say_among_themselves_is_not_for_the_gateways_clients(
    lab: Lab, path: str
) -> None:
    answers = {disguise: lab.ask("GET", disguise.format(path)) for disguise in DISGUISES}
    answers["posted"] = lab.ask("POST", path, content_length="0")
    answers["escaped"] = lab.ask("GET", f"/%{ord(path[1]):x}{path[2:]}")
    told = {name: answer for name, answer in answers.items() if answer[0] not in {400, 404, 405}}
    assert told == {}
    assert not any(b"openapi" in body or b"shop_" in body for _, body in answers.values())


def test_nobody_without_the_password_uses_the_cache_or_the_broker(lab: Lab) -> None:
    assert _said(lab.plan.valkey_port, b"KEYS *\r\n", 1).startswith("-NOAUTH")
    assert _said(lab.plan.valkey_port, b"AUTH guess\r\n", 1).startswith("-WRONGPASS")
    asked = b'CONNECT {"verbose": true}\r\nPING\r\n'
    assert _said(lab.plan.nats_port, asked, 2).startswith("-ERR 'Authorization Violation'")


def test_no_argument_of_a_process_is_a_secret(lab: Lab) -> None:
    seen = " ".join(word for process in lab.processes for word in process.cmdline())
    assert str(lab.plan.valkey_port) in seen
    assert lab.plan.password not in seen


def _said(port: int, request: bytes, line: int) -> str:
    """A line of what a server answers to a request, counted from 1."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(request)
        reader = connection.makefile("rb")
        return [reader.readline() for _ in range(line)][-1].decode()


def test_a_request_too_large_for_the_shop_is_refused_through_the_gateway(lab: Lab) -> None:
    connection = HTTPConnection("127.0.0.1", lab.plan.gateway_port, timeout=10)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request("POST", "/api/v1/users/sessions", b'{"email": "' + b"x" * 10_000_000)
    answer = connection.getresponse()
    assert (answer.status, b"body-too-large" in answer.read()) == (422, True)
    connection.close()
    assert lab.ask("GET", "/api/v1/products/1")[0] == 200


def test_the_gateway_waits_for_nobodys_headers(lab: Lab) -> None:
    with socket.create_connection(("127.0.0.1", lab.plan.gateway_port), 20) as connection:
        connection.sendall(b"GET /api/v1/products/1 HTTP/1.1\r\nhost: shop\r\nx-slow: ")
        assert connection.recv(65536).partition(b"\r\n")[0] in {
            b"HTTP/1.1 408 Request Timeout",
            b"",
        }
