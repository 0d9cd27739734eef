"""A generated service in the place of the shop's own, held to what that one is held to.

The shop runs with `reviews` in a deployable of its own. That one is stopped, and what was generated
from the blueprint is started at its address, with a database of its own. The suites are those of
the shop: its own service passes them in `test_opinions` and `test_public_api_fuzzed`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from generators.blueprint import parse_blueprint
from generators.render import render
from generators.writing import write
from labs.commerce.host import MODULES
from tests.live.commerce import test_opinions as opinions
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.live.commerce.test_public_api_fuzzed import EXAMPLES, HELD_TO
from tests.live.commerce.test_public_api_fuzzed import SCHEMA as WHOLE
from tests.waiting import eventually

pytestmark = pytest.mark.live

REST = [module for module in MODULES if module != "reviews"]
BLUEPRINT = f"""\
name: shop
services:
  review: {{modules: [reviews]}}
  shop: {{modules: [{", ".join(REST)}]}}
communication:
  edges:
    - {{caller: review, callee: shop, timeout_ms: 1000, retries: 2, idempotent: true}}
gateway:
  routes:
    - {{prefix: /api/v1/reviews, service: review, module: reviews}}
events:
  topics: {{reviews: {{producers: [review], consumers: [shop, review]}}}}
"""
SCHEMA = WHOLE.include(path_regex="^/api/v1/reviews")


@pytest.fixture(scope="module")
def shop(servers: Servers, directory: Path) -> Iterator[Shop]:
    shop = Shop.launch(servers, directory, {"review": ["reviews"], "rest": REST})
    with taken_over(shop, servers, directory):
        yield shop
    shop.stop()


@contextmanager
def taken_over(shop: Shop, servers: Servers, directory: Path) -> Iterator[None]:
    """Start the generated service where the shop's own was."""
    shop.stop_replica("review-1")
    write(render(parse_blueprint(BLUEPRINT, "blueprint.yaml"), ["services"]), directory)
    database = f"{shop.database('reviews')}_generated"
    servers.sql(f'CREATE DATABASE "{database}" OWNER shop STRATEGY wal_log')
    log = directory / f"{database}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*serving(), "--port", str(urlsplit(shop.spec.peers["reviews"]).port)],
            cwd=directory / "services/review",
            env={"PATH": os.environ["PATH"], **variables(shop, servers.postgres.dsn(database))},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        eventually(lambda: is_ready(shop), 30, log)
        yield
        process.send_signal(signal.SIGTERM)
        # the server ends itself by the signal it got, once all is closed
        assert process.wait(20) == -signal.SIGTERM
        assert '"event": "stopped"' in log.read_text()
    finally:
        process.kill()
        process.wait()


def serving() -> list[str]:
    return [sys.executable, "-m", "uvicorn", "--factory", "review_service.app:serve"]


def variables(shop: Shop, database: str) -> dict[str, str]:
    """As `compose.yaml` and the manifests set them."""
    rest = shop.spec.peers["products"]
    return {
        "PYTHONPATH": "src",
        "STORE_URL": database,
        "BROKER_URL": shop.spec.broker,
        "SHOP_URL": rest,
        "INTERNAL_TOKEN": shop.spec.secrets.internal_token,
        "KEYS_URL": f"{rest}/api/v1/users/sessions/jwks",
    }


def is_ready(shop: Shop) -> bool:
    try:
        return shop.at("reviews", "/ready").status == 200
    except OSError:
        return False


def test_reviews_are_shown_or_wait_as_moderation_decides(shop: Shop):
    opinions.test_a_buyers_review_is_shown_and_a_strangers_waits_for_a_person(shop)


def test_a_purchase_verifies_a_review_that_came_before_it(shop: Shop):
    opinions.test_a_purchase_verifies_a_review_that_came_before_it(shop)


def test_a_reversed_decision_is_followed(shop: Shop):
    opinions.test_a_decision_can_be_reversed_and_the_rating_follows(shop)


@pytest.mark.parametrize("whose", ["reference", "shop"])
def test_what_the_rules_forbid_is_refused_in_the_same_words(
    whose: str, request: pytest.FixtureRequest
):
    shop: Shop = request.getfixturevalue(whose)
    customer = opinions.newcomer(shop)
    opinions.write(shop, customer, 47)
    review = {"productId": 47, "stars": 5, "text": "Again."}
    refused = {
        (409, "reviewed-already"): (review, customer),
        (404, "product-unknown"): ({**review, "productId": 10**6}, customer),
        (422, "stars-out-of-range"): ({**review, "stars": 6}, customer),
        (401, "token-missing"): (review, ""),
        (401, "token-invalid"): (review, "made-up"),
    }
    for expected, (body, token) in refused.items():
        answer = shop.request("POST", opinions.REVIEWS, body, token)
        assert (answer.status, answer.body["error"]["code"]) == expected


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_contract_declares(case: schemathesis.Case, shop: Shop) -> None:
    with requests.Session() as session:
        for token in ("", shop.sign_in()):
            case.call_and_validate(
                base_url=shop.url(case.path),
                headers={"authorization": f"Bearer {token}"} if token else {},
                session=session,
                checks=HELD_TO,
            )
