"""Every public operation, asked for anything its schema allows and much that it does not."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from labs.commerce.host import MODULES
from labs.commerce.platform.serving.openapi import document
from tests.authorisation import published
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH

pytestmark = pytest.mark.live

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
"""Of each operation, beside the edges of its schema; `make fuzz` asks for many."""

HELD_TO = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
OUTSIDE = ("payment-provider", "mailbox")
SHORTLY = {"x-envoy-expected-rq-timeout-ms": "510"}
"""A stream ends soon when the gateway would not wait for it."""
UNSUSPECTED = "198.51.100.7"
"""A client address from which nobody has guessed hundreds of passwords."""

CONFIG = SchemathesisConfig(
    seed=7,
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(deterministic=True, with_security_parameters=False),
            phases=PhasesConfig(
                coverage=CoveragePhaseConfig(generate_duplicate_query_parameters=True)
            ),
        )
    ),
)
SCHEMA = schemathesis.openapi.from_dict(
    msgspec.json.decode(
        msgspec.json.encode(document("shop", "v1", published([*MODULES, *OUTSIDE]).published()))
    ),
    config=CONFIG,
)


@dataclass
class Caller:
    """Somebody who sends whatever comes to mind."""

    shop: Shop
    email: str = ""
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {**SHORTLY, "authorization": f"Bearer {self.token}"} if self.token else SHORTLY

    def prepare(self) -> None:
        """Sign in again if an operation has taken the last token's key away."""
        me = "/api/v1/users/profiles/me"
        if self.email and self.shop.request("GET", me, token=self.token).status != 200:
            self.token = self.shop.sign_in(self.email, x_forwarded_for=UNSUSPECTED)


@pytest.fixture(scope="module")
def shop(servers: Servers, directory: Path) -> Iterator[Shop]:
    """One of our own: administrators withdraw keys, raise prices and order goods in it."""
    shop = Shop.launch(servers, directory, MONOLITH, "acid")
    yield shop
    shop.stop()


@pytest.fixture(scope="module")
def callers(shop: Shop) -> list[Caller]:
    emails = ("", "customer-20@shop.example", "admin@shop.example")
    merchant = Caller(shop, token=shop.spec.secrets.merchant_key)
    return [*(Caller(shop, email) for email in emails), merchant]


@pytest.fixture(autouse=True)
def signed_in(callers: list[Caller]) -> None:
    for caller in callers:
        caller.prepare()


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks_an_operation_and_every_answer_is_as_declared(
    case: schemathesis.Case, callers: list[Caller], session: requests.Session
) -> None:
    for caller in callers:
        response = case.call_and_validate(
            base_url=caller.shop.url(case.path),
            headers=caller.headers,
            session=session,
            checks=HELD_TO,
        )
        assert response.status_code < 500
