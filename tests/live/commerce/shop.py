"""The shop, launched for a test and talked to over HTTP."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import msgspec

from labs.commerce.host import MODULES, load
from labs.commerce.spec import REFERENCE_SAGA, SagaStep, Secrets, Spec
from labs.commerce.spec import Deployable as DeployableSpec
from labs.local.supervisor.server_process import ServerProcess
from labs.supervising.ports import free_ports
from tests.live.commerce.servers import Servers
from tests.waiting import eventually

PASSWORD = Secrets("", "").demo_password
HOME = {"name": "A", "street": "B 1", "city": "C", "postalCode": "10115", "country": "DE"}

Partition = Mapping[str, Sequence[str]]

_APART = {"order": ["orders"], "payment": ["payments"], "inventory": ["stock", "reservations"]}
SPLIT: Partition = {
    **_APART,
    "rest": [m for m in MODULES if m not in {n for held in _APART.values() for n in held}],
}
"""The smallest cut through the checkout: four databases to make instead of eleven."""

OUTSIDE: Partition = {"outside": ["payment-provider", "mailbox"]}
"""What every lab runs beside the shop and its tests cannot do without."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def hops(self) -> int:
        return int(self.headers["x-hops"])


@dataclass
class Shop:
    """A launched partition. Requests go where the gateway would send them."""

    servers: Servers
    broker: ServerProcess
    spec: Spec
    process: subprocess.Popen[bytes]
    pids: dict[str, int] = field(default_factory=dict)
    """Of the replicas that run, as the launcher last said."""
    said: list[dict[str, Any]] = field(default_factory=list)
    """What the launcher said since it was last told something."""

    @classmethod
    def launch(
        cls,
        servers: Servers,
        directory: Path,
        partition: Partition,
        checkout: str = "saga-orchestration",
        saga: Sequence[SagaStep] = REFERENCE_SAGA,
        twice: Sequence[str] = (),
        carrier: tuple[ServerProcess, str] | None = None,
        **changes: Any,  # noqa: ANN401 - fields of the specification
    ) -> "Shop":
        tag = f"t{uuid4().hex[:8]}"
        partition = {**partition, **OUTSIDE}
        broker, broker_url = carrier or servers.broker(tag)
        replicas = [*((name, 1) for name in partition), *((name, 2) for name in twice)]
        addresses = dict(zip(replicas, free_ports(len(replicas)), strict=True))
        for name in partition:
            servers.sql(f'CREATE DATABASE "{tag}_{name}" OWNER shop STRATEGY wal_log')
        spec = Spec(
            deployables=tuple(
                DeployableSpec(
                    name=name,
                    modules=tuple(partition[name]),
                    replica=number,
                    database=servers.postgres.dsn(f"{tag}_{name}"),
                    port=addresses[name, number],
                    log=str(directory / f"{tag}-{name}.log"),
                    traces=str(directory / f"{tag}-{name}.traces.jsonl"),
                )
                for name, number in replicas
            ),
            peers={
                module: f"http://127.0.0.1:{addresses[name, 1]}"
                for name, modules in partition.items()
                for module in modules
            },
            cache=servers.cache_url(),
            broker=broker_url,
            secrets=Secrets(sealing_key=uuid4().hex, internal_token="internal"),
            checkout=checkout,
            saga=tuple(saga),
            **changes,
        )
        path = directory / f"{tag}.json"
        path.write_bytes(msgspec.json.encode(spec))
        argv = [sys.executable, "-m", "labs.commerce.launch", str(path)]
        pipe = subprocess.PIPE
        shop = cls(servers, broker, spec, subprocess.Popen(argv, stdin=pipe, stdout=pipe))
        try:
            shop.await_ready()
        except BaseException:
            shop.stop()  # one that is slow to come must not slow down those that follow
            raise
        return shop

    def await_ready(self, *instances: str) -> None:
        wanted = instances or tuple(d.instance for d in self.spec.deployables)
        for deployable in self.spec.deployables:
            if deployable.instance in wanted:
                eventually(lambda d=deployable: self._is_ready(d), log=Path(deployable.log))

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str = "",
        at: str = "",
        **headers: str,
    ) -> Answer:
        """Send a request where the gateway would, or to the replica named by `at`."""
        there = {d.instance: f"http://{d.host}:{d.port}" for d in self.spec.deployables}
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        if token:
            sent["authorization"] = f"Bearer {token}"
        text = None if body is None else json.dumps(body)
        return _exchange(there.get(at, self.url(path)), method, path, text, sent)

    def url(self, path: str) -> str:
        """Where the gateway would send requests for a path."""
        holders = (name for name in self.spec.peers if path.startswith(load(name).prefix))
        return self.spec.peers[max(holders, key=_prefix_length)]

    def at(self, module: str, path: str) -> Answer:
        """Ask the deployable that holds a module."""
        return _exchange(self.spec.peers[module], "GET", path, None, {})

    def sign_in(
        self, email: str = "customer-01@shop.example", password: str = PASSWORD, **headers: str
    ) -> str:
        body = {"email": email, "password": password}
        return self.request("POST", "/api/v1/users/sessions", body, **headers).body["accessToken"]

    def order(self, token: str, method: str = "pm_test_approve", **changes: Any) -> Answer:  # noqa: ANN401 - fields of the request
        key, at = changes.pop("key", ""), changes.pop("at", "")
        body = {
            "items": [{"productId": 1, "quantity": 2}],
            "address": HOME,
            "paymentMethod": method,
            **changes,
        }
        headers = {"idempotency_key": key} if key else {}
        return self.request("POST", "/api/v1/orders", body, token, at, **headers)

    def card(self, token: str, number: str) -> str:
        """Have the provider exchange a card, and keep its token as a payment method."""
        card = self.request("POST", "/psp/v1/tokens", {"cardNumber": number}).body
        kept = self.request("POST", "/api/v1/payments/methods", {"token": card["token"]}, token)
        return kept.body["method"]

    def available(self, product_id: int = 1) -> int:
        return self.request("GET", f"/api/v1/inventory/stock/{product_id}").body["quantity"]

    def database(self, module: str) -> str:
        holder = next(d for d in self.spec.deployables if module in d.modules)
        return urlsplit(holder.database).path[1:]

    def sql(self, module: str, statement: str) -> list[list[str]]:
        return self.servers.sql(statement, self.database(module))

    def signal(self, instance: str, number: signal.Signals) -> None:
        os.kill(self.heard(instance), number)

    def heard(self, instance: str) -> int:
        """The replica's process, as the launcher last said; 0 when it ended."""
        self._hear()
        return self.pids.get(instance, 0)

    def arm(self, instance: str, at: str) -> None:
        """Have a replica end itself at a crash point; it will when this returns."""
        self.tell(arm=instance, at=at)
        eventually(lambda: self.says(armed=instance, at=at))

    def stop_replica(self, instance: str) -> None:
        """Have a replica end, and wait until the launcher has seen its end."""
        self.tell(stop=instance)
        eventually(lambda: not self.heard(instance))

    def bring_back(self, *instances: str) -> None:
        """Start replicas again that ended, once the launcher has seen their end."""
        for instance in instances:
            # connections break before a parent hears of the end, and until then nothing is started
            eventually(lambda ended=instance: not self.heard(ended))
            self.tell(start=instance)
        self.await_ready(*instances)

    def says(self, **words: str) -> bool:
        """Whether the launcher has said something since it was last told something."""
        self._hear()
        return words in self.said

    def tell(self, **order: str) -> None:
        assert self.process.stdin is not None
        self._hear()
        self.said.clear()
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(30)
        finally:
            self.broker.stop()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        for line in (self.process.stdout.read() or b"").splitlines():
            said = json.loads(line)
            self.said.append(said)
            if "started" in said:
                self.pids[said["started"]] = said["pid"]
            if "exited" in said:
                self.pids.pop(said["exited"], None)

    def _is_ready(self, deployable: DeployableSpec) -> bool:
        try:
            url = f"http://{deployable.host}:{deployable.port}"
            return _exchange(url, "GET", "/ready", None, {}).status == 200
        except OSError:
            return False


def _prefix_length(name: str) -> int:
    return len(load(name).prefix)


def _exchange(
    url: str, method: str, path: str, body: str | None, headers: Mapping[str, str]
) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=15)
    try:
        connection.request(method, quote(path, safe="/?=&"), body, dict(headers))
        answer = connection.getresponse()
        raw = answer.read()
        shown = {key.lower(): value for key, value in answer.getheaders()}
        is_json = shown.get("content-type", "").startswith("application/json")
        return Answer(answer.status, shown, json.loads(raw) if is_json else raw.decode())
    finally:
        connection.close()
