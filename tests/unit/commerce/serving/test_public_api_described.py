"""Every public route says what it takes and gives; from that the shop writes its OpenAPI."""

from collections import Counter
from typing import Any

import msgspec
import pytest
import schemathesis

from labs.commerce.host import COMPANIONS, MODULES
from labs.commerce.platform.serving.openapi import document
from labs.commerce.platform.serving.routing import PublicRoutes
from labs.commerce.platform.serving.shape import PublicRoute
from tests.authorisation import ANYONE, NOBODY, OWNER, SIGNED_IN, declared, published

PAGES = "storefront"
"""Pages are read by people."""


@pytest.fixture(scope="module")
def routes() -> PublicRoutes:
    return published([*MODULES, *(name for name in COMPANIONS if name != PAGES)])


@pytest.fixture(scope="module")
def described(routes: PublicRoutes) -> dict[str, Any]:
    return document("shop", "v1", routes.published())


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_says_what_it_takes_and_gives(
    routes: PublicRoutes, described: dict[str, Any]
) -> None:
    found = [f"{method} {path}" for _, method, path in routes]
    assert set(found) - operations(described).keys() == set()


def test_no_two_operations_have_the_same_name(described: dict[str, Any]) -> None:
    names = Counter(each["operationId"] for each in operations(described).values())
    assert [name for name, times in names.items() if times > 1] == []


def test_it_is_openapi_and_every_reference_in_it_leads_somewhere(
    described: dict[str, Any],
) -> None:
    schema = schemathesis.openapi.from_dict(msgspec.json.decode(msgspec.json.encode(described)))
    schema.validate()
    loaded = [result.ok() for result in schema.get_all_operations()]
    assert len(loaded) == len(operations(described))


def test_whom_a_route_is_for_is_what_the_matrix_says(described: dict[str, Any]) -> None:
    told = operations(described)
    for route, rule in declared().items():
        security = told[route]["security"]
        assert bool(security) != (ANYONE in rule.who), route
        tokens = [each["accessToken"] for each in security if "accessToken" in each]
        assert bool(tokens) != bool({ANYONE, NOBODY} & rule.who), route
        if tokens and not {SIGNED_IN, OWNER} & rule.who:
            assert set(*tokens) == rule.who, route


def test_a_route_can_only_be_declared_with_its_shape() -> None:
    with pytest.raises(TypeError, match="shape"):
        PublicRoute("GET", "/", None)  # type: ignore[call-arg, arg-type]
