"""Generated services in the place of the shop's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generators.blueprint import Blueprint
from generators.render import render
from generators.render.service.view import ServiceView, service_view
from generators.writing import write
from labs.wiring.gateway import AUDIENCE, ISSUER, ROLES_CLAIM
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.waiting import eventually


@dataclass(frozen=True)
class Replacement:
    """A generated service that runs where the shop's own did."""

    view: ServiceView
    process: subprocess.Popen[bytes]
    log: Path
    database: str

    def answers(self, shop: Shop) -> bool:
        try:
            return shop.at(self.view.modules[0].name, "/ready").status == 200
        except OSError:
            return False


@contextmanager
def replaced(
    shop: Shop, servers: Servers, directory: Path, blueprint: Blueprint, names: Sequence[str]
) -> Iterator[Mapping[str, Replacement]]:
    """Stop the shop's own, and start what the blueprint makes of them at their addresses.

    Each has a database of its own. At the end every one of them must stop by itself.
    """
    for name in names:
        shop.stop_replica(f"{name}-1")
    write(render(blueprint, ["services"]), directory)
    with ExitStack() as stack:
        views = [service_view(blueprint, name) for name in names]
        started = {view.service: _started(shop, servers, directory, view, stack) for view in views}
        for each in started.values():
            eventually(lambda it=each: it.answers(shop), 60, each.log)
        yield started
        for each in started.values():
            each.process.send_signal(signal.SIGTERM)
        for each in started.values():
            # the server ends itself by the signal it got, once all is closed
            assert each.process.wait(20) == -signal.SIGTERM, each.view.service
            assert '"event": "stopped"' in each.log.read_text(), each.view.service


def _started(
    shop: Shop, servers: Servers, directory: Path, view: ServiceView, stack: ExitStack
) -> Replacement:
    database = f"{shop.database(view.modules[0].name)}_generated"
    servers.sql(f'CREATE DATABASE "{database}" OWNER shop STRATEGY wal_log')
    log = directory / f"{database}.log"
    process = subprocess.Popen(
        [*_server(view), "--port", str(_port(shop, view))],
        cwd=directory / "services" / view.service,
        env={"PATH": os.environ["PATH"], **_variables(shop, view, servers.postgres.dsn(database))},
        stdout=stack.enter_context(log.open("wb")),
        stderr=subprocess.STDOUT,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return Replacement(view, process, log, database)


def _server(view: ServiceView) -> list[str]:
    app = f"{view.package}.app:serve"
    return [sys.executable, "-m", "uvicorn", "--factory", app, "--no-access-log"]


def _port(shop: Shop, view: ServiceView) -> int:
    return urlsplit(shop.spec.peers[view.modules[0].name]).port or 0


def _variables(shop: Shop, view: ServiceView, database: str) -> dict[str, str]:
    """As `compose.yaml` and the manifests set them."""
    places = {each.name: f"http://{each.host}:{each.port}" for each in shop.spec.deployables}
    return {
        "PYTHONPATH": "src",
        "STORE_URL": database,
        "BROKER_URL": shop.spec.broker,
        "INTERNAL_TOKEN": shop.spec.secrets.internal_token,
        "KEYS_URL": f"{shop.spec.peers['authentication']}/api/v1/users/sessions/jwks",
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_AUDIENCES": AUDIENCE,
        "TOKEN_ROLE_CLAIM": ROLES_CLAIM,
        **{peer.variable: places[peer.name] for peer in view.peers},
    }
