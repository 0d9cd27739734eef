"""Role by endpoint by own or foreign object: who gets in, on the live shop."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from tests.authorisation import ANYONE, OWNER, Rule, declared
from tests.live.commerce.shop import HOME, Answer, Shop

pytestmark = pytest.mark.live

ADDRESSES = "/api/v1/users/profiles/me/addresses"
BODIES = {f"PUT {ADDRESSES}/{{address_id}}": HOME}
"""What it takes that the question whose object it is comes up at all."""

REFUSED = {401, 403}
ABOUT_THE_CALLER = {"token-missing", "token-invalid", "role-required"}
"""A wrong password, or a refresh token that is none, says nothing about who may try."""


@dataclass(frozen=True)
class Caller:
    """Somebody who tries every door."""

    name: str
    token: str = ""
    roles: frozenset[str] | None = None
    owns: bool = False


@dataclass(frozen=True)
class Doors:
    """The shop, its callers, and objects that belong to one of them."""

    shop: Shop
    callers: list[Caller]
    objects: dict[str, str]

    def furnished(self, rule: Rule) -> "Doors":
        """The doors, with what the owner's visit to this one may use up."""
        if "address_id" not in rule.parameters:
            return self
        (owner,) = (caller for caller in self.callers if caller.owns)
        kept = self.shop.request("POST", ADDRESSES, HOME, owner.token).body
        return replace(self, objects={**self.objects, "address_id": kept["addressId"]})

    def knock(self, caller: Caller, rule: Rule) -> Answer:
        body = None if rule.method in {"GET", "DELETE"} else BODIES.get(rule.route, {})
        path = rule.path(self.objects)
        # a stream ends soon when the gateway would not wait for it
        patience = {"x_envoy_expected_rq_timeout_ms": "600"}
        return self.shop.request(rule.method, path, body, caller.token, **patience)


@pytest.fixture(scope="module")
def doors(reference: Shop) -> Doors:
    owner = reference.sign_in("customer-11@shop.example")
    order = reference.order(owner).body
    me = reference.request("GET", "/api/v1/users/profiles/me", token=owner).body["userId"]
    customer = frozenset({"customer"})
    callers = [
        Caller("visitor"),
        Caller("owner", owner, customer, owns=True),
        Caller("stranger", reference.sign_in("customer-12@shop.example"), customer),
        *(
            Caller(role, reference.sign_in(f"{role}@shop.example"), customer | {role})
            for role in ("moderator", "warehouse")
        ),
        Caller(
            "admin",
            reference.sign_in("admin@shop.example"),
            customer | {"admin", "moderator"},
        ),
    ]
    objects = {
        "order_id": order["orderId"],
        "user_id": me,
        "product_id": "1",
        "slug": "audio",
        "review_id": str(uuid4()),
        "replenishment_id": str(uuid4()),
        "address_id": "made anew for each visit",
    }
    return Doors(reference, callers, objects)


def verdict(rule: Rule, answer: Answer) -> str:
    """What an answer says about the caller; whether the request made sense is another matter."""
    if answer.status >= 500:
        return f"broken ({answer.status})"
    refused = answer.status in REFUSED or (OWNER in rule.who and answer.status == 404)
    if refused and ANYONE in rule.who:
        refused = answer.body["error"]["code"] in ABOUT_THE_CALLER
    return "refused" if refused else "let in"


@pytest.mark.parametrize("route", sorted(declared()))
def test_a_route_lets_in_whom_it_is_for_and_nobody_else(route: str, doors: Doors) -> None:
    rule = declared()[route]
    unknown = [name for name in rule.parameters if name not in doors.objects]
    assert unknown == [], "say in the fixture `doors` which object of the owner's this is"
    expected = {
        caller.name: "let in" if rule.admits(caller.roles, owns=caller.owns) else "refused"
        for caller in doors.callers
    }
    doors = doors.furnished(rule)
    answers = {caller.name: doors.knock(caller, rule) for caller in doors.callers}
    found = {name: verdict(rule, answer) for name, answer in answers.items()}
    assert found == expected, {name: answer.body for name, answer in answers.items()}
    if OWNER in rule.who:
        assert answers["owner"].status < 300, "say in BODIES what the owner would send"
    if rule.who.isdisjoint({ANYONE, "nobody"}):
        assert answers["visitor"].body["error"]["code"] == "token-missing"
