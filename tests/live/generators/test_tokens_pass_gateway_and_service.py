"""The generated gateway and the generated services believe the same tokens."""

import importlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import uvicorn
import yaml
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from generators.blueprint import Blueprint, parse_blueprint
from generators.render import render
from generators.writing import write
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.identity.tokens import Principal, Signer
from tests.live.generators.envoy_gateway import RunningGateway, envoy, free_ports
from tests.waiting import eventually

pytestmark = pytest.mark.live

BLUEPRINT = """\
name: shop
services:
  user: {modules: [authentication]}
  inventory: {modules: [stock], store: none}
gateway:
  routes:
    - {prefix: /api/v1/users/sessions, service: user, module: authentication}
    - {prefix: /api/v1/stock, service: inventory, module: stock, auth: jwt}
  auth: {jwt: {issuer: "ISSUER", audiences: [partners, shop], role_claim: roles}}
  rbac: [{prefix: /api/v1/stock/low, roles: [warehouse]}]
"""
ISSUERS = ("shop", "https://auth.shop")
STOCK = "/api/v1/stock/low"
"""For people of the warehouse; what it answers is left to be written, so them it tells that."""
PASSED = 501

KEY = ECKey.generate_key("P-256", {"kid": "k1", "use": "sig", "alg": "ES256"}, private=True)
SIGNER = Signer("k1", KEY, SystemClock())


def of_shop(*roles: str) -> str:
    """As the shop's authentication signs them."""
    return SIGNER.access_token(Principal(uuid4(), frozenset(roles)))


def signed(**changed: object) -> str:
    """The same, but for some claims."""
    claims = jwt.decode(of_shop("warehouse"), KEY, algorithms=["ES256"]).claims
    header = {"alg": "ES256", "kid": "k1"}
    return jwt.encode(header, claims | changed, KEY, algorithms=["ES256"])


@contextmanager
def served(app: Starlette) -> Iterator[int]:
    """Serve an application at a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            eventually(lambda: server.started, 20)
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True)
class Doors:
    gateway: RunningGateway
    service: RunningGateway

    def statuses(self, token: str) -> tuple[int, int]:
        """What the gateway answers, and the service to whoever gets past it."""
        bearer = f"Bearer {token}"
        doors = (self.gateway, self.service)
        through, direct = (door.ask(STOCK, authorization=bearer).status for door in doors)
        return through, direct


@pytest.fixture(scope="module", params=ISSUERS)
def issuer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def doors(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    bp = parse_blueprint(BLUEPRINT.replace("ISSUER", issuer), "blueprint.yaml")
    folder = tmp_path_factory.mktemp("tokens")
    files = render(bp, ["compose", "gateway", "services"])
    write(files, folder)
    composed = yaml.safe_load(files["compose.yaml"])["services"]["inventory"]["environment"]
    with served(key_holder(bp)) as holder, pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder / "services/inventory/src"))
        path = urlsplit(composed["KEYS_URL"]).path
        variables = composed | {"KEYS_URL": f"http://127.0.0.1:{holder}{path}"}
        with served(inventory(variables)) as service:
            places = {"user": holder, "gateway:jwks": holder, "inventory": service}
            with placed(files["gateway/envoy.yaml"], folder, places) as gateway:
                doors = Doors(gateway, RunningGateway(service, folder))
                good = signed(iss=issuer)
                eventually(lambda: doors.statuses(good)[0] != 401, 20)
                yield doors


def key_holder(bp: Blueprint) -> Starlette:
    """Publishes the keys where the shop's authentication does."""

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    assert bp.holders()["authentication"] == "user"
    return Starlette(routes=[Route("/api/v1/users/sessions/jwks", jwks)])


def inventory(variables: dict[str, str]) -> Starlette:
    """The generated service, with the environment that Compose gives it."""
    app = importlib.import_module("inventory_service.app")
    settings = importlib.import_module("inventory_service.settings").Settings
    made: Starlette = app.create_app(settings.from_environment(variables))
    return made


@contextmanager
def placed(text: str, folder: Path, places: dict[str, int]) -> Iterator[RunningGateway]:
    """Run what was generated for Compose; nothing but addresses differs."""
    port, admin = free_ports(2)
    config = yaml.safe_load(text)
    (listener,) = config["static_resources"]["listeners"]
    listener["address"]["socket_address"] = {"address": "127.0.0.1", "port_value": port}
    config["admin"]["address"]["socket_address"]["port_value"] = admin
    for cluster in config["static_resources"]["clusters"]:
        cluster["type"] = "STATIC"
        ((endpoint,),) = (each["lb_endpoints"] for each in cluster["load_assignment"]["endpoints"])
        place = {"address": "127.0.0.1", "port_value": places[cluster["name"]]}
        endpoint["endpoint"]["address"]["socket_address"] = place
    (folder / "envoy.yaml").write_text(yaml.safe_dump(config))
    with envoy(folder, admin):
        yield RunningGateway(port, folder)


def test_a_token_of_the_issuer_that_was_chosen_passes_both(doors: Doors, issuer: str):
    assert doors.statuses(signed(iss=issuer)) == (PASSED, PASSED)
    assert doors.statuses(signed(iss=issuer, aud="partners")) == (PASSED, PASSED)


def test_one_that_the_shop_signs_passes_where_the_shop_was_chosen(doors: Doors, issuer: str):
    expected = PASSED if issuer == "shop" else 401
    assert doors.statuses(of_shop("warehouse")) == (expected, expected)


def test_one_of_another_issuer_or_for_others_passes_neither(doors: Doors, issuer: str):
    (other,) = set(ISSUERS) - {issuer}
    assert doors.statuses(signed(iss=other)) == (401, 401)
    # Envoy has a word of its own for whom it was not meant
    through, direct = doors.statuses(signed(iss=issuer, aud="suppliers"))
    assert through in {401, 403}
    assert direct == 401


def test_both_read_the_roles_from_the_same_claim(doors: Doors, issuer: str):
    assert doors.statuses(signed(iss=issuer, roles=["customer"])) == (403, 403)
    assert doors.statuses(signed(iss=issuer, roles="warehouse")) == (PASSED, PASSED)
