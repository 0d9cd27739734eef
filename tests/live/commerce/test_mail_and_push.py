"""Letters by SMTP to a server outside the shop, and pushed to an open page."""

import http.client
import json
import signal
from collections.abc import Iterator
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from labs.supervising.ports import free_ports
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH
from tests.waiting import eventually

pytestmark = pytest.mark.live

MAILBOX = {"outside": ["mailbox"]}
PHRASE = "a long enough one"


@pytest.fixture(scope="module")
def shop(servers, directory) -> Iterator[Shop]:
    (port,) = free_ports(1)
    mail = f"smtp://127.0.0.1:{port}"
    launched = Shop.launch(servers, directory, {**MONOLITH, **MAILBOX}, "acid", mail=mail)
    yield launched
    launched.stop()


def letters(shop: Shop, to: str) -> list[dict[str, str]]:
    return shop.request("GET", f"/mailbox/?to={to}").body


def registered(shop: Shop, name: str = "Vera") -> tuple[str, str]:
    email = f"{uuid4().hex[:8]}@mail.example"
    body = {"email": email, "password": PHRASE, "name": name}
    assert shop.request("POST", "/api/v1/users/registrations", body).status == 201
    token = shop.sign_in(email, PHRASE)
    profile = "/api/v1/users/profiles/me"
    eventually(lambda: shop.request("GET", profile, token=token).status == 200)
    return email, token


def test_a_customer_is_welcomed_once_by_mail(shop):
    email, _ = registered(shop)
    eventually(lambda: letters(shop, email))
    (letter,) = letters(shop, email)
    assert letter["subject"] == "Welcome to the shop, Vera"
    assert letter["messageId"].endswith("@shop.example>")


def test_the_welcome_is_in_the_language_of_the_registration(shop):
    email = f"{uuid4().hex[:8]}@mail.example"
    body = {"email": email, "password": PHRASE, "name": "Вера", "language": "ru"}
    assert shop.request("POST", "/api/v1/users/registrations", body).status == 201
    eventually(lambda: letters(shop, email))
    assert "Вера" in letters(shop, email)[0]["subject"]
    assert "Welcome" not in letters(shop, email)[0]["subject"]


def test_an_order_is_confirmed_in_the_customers_language(shop):
    email, token = registered(shop)
    change = {"name": "Вера", "language": "ru"}
    changed = shop.request("PUT", "/api/v1/users/profiles/me", change, token)
    assert changed.status == 200, changed.body
    order = shop.order(token).body["orderId"]
    eventually(lambda: len(letters(shop, email)) == 2)
    subject = f"Заказ {order[:8].upper()} подтверждён"
    (confirmed,) = [each for each in letters(shop, email) if each["subject"] == subject]
    assert "€" in confirmed["body"]
    (shown,) = [
        notice
        for notice in shop.request("GET", "/api/v1/notifications/?language=ru", token=token).body
        if notice["kind"] == "order-confirmed"
    ]
    assert shown["subject"] == subject


def test_who_wants_no_mail_gets_none(shop):
    email, token = registered(shop)
    eventually(lambda: len(letters(shop, email)) == 1)
    wanted = {"email": False, "push": True}
    path = "/api/v1/notifications/preferences"
    assert shop.request("PUT", path, wanted, token).body == wanted
    shop.order(token)
    unwanted = "SELECT 1 FROM notifications.mailbox WHERE mail = 'UNWANTED'"
    eventually(lambda: shop.sql("notifications", unwanted) != [])
    assert len(letters(shop, email)) == 1


def test_a_forgotten_password_is_reset_with_a_code_that_is_nowhere_but_in_the_mail(shop):
    email, _ = registered(shop)
    asked = shop.request("POST", "/api/v1/users/sessions/password-resets", {"email": email})
    assert asked.status == 202
    eventually(lambda: len(letters(shop, email)) == 2)
    (body,) = [each["body"] for each in letters(shop, email) if "code" in each["body"]]
    token = next(line for line in body.splitlines() if len(line) > 40 and " " not in line)
    kept = "SELECT DISTINCT params::text FROM notifications.mailbox WHERE kind = 'password-reset'"
    eventually(lambda: shop.sql("notifications", kept) == [["{}"]])
    change = {"token": token, "password": "quite another one"}
    path = "/api/v1/users/sessions/password-resets/confirmations"
    assert shop.request("POST", path, change).status == 200
    assert shop.sign_in(email, "quite another one")
    eventually(lambda: len(letters(shop, email)) == 3)


def test_mail_waits_for_a_server_that_is_away(shop):
    shop.signal("outside-1", signal.SIGKILL)
    email, _ = registered(shop)
    waiting = "SELECT max(mail_attempts) FROM notifications.mailbox WHERE mail = 'WAITING'"
    eventually(lambda: shop.sql("notifications", waiting) not in ([[""]], [["0"]]))
    shop.bring_back("outside-1")
    eventually(lambda: letters(shop, email))
    assert len(letters(shop, email)) == 1


def test_an_open_page_hears_of_a_letter_at_once_and_resumes_where_it_was(shop):
    _, token = registered(shop)
    with Stream(shop, token) as stream:
        first = stream.told()
        assert first["kind"] == "welcome"
        shop.order(token)
        kinds = {stream.told()["kind"], stream.told()["kind"]}
        assert kinds == {"order-confirmed", "shipping-scheduled"}
    with Stream(shop, token, str(first["letter"])) as stream:
        assert {stream.told()["kind"], stream.told()["kind"]} == kinds


def test_a_stream_ends_before_the_gateway_would_end_it(shop):
    _, token = registered(shop)
    with Stream(shop, token, x_envoy_expected_rq_timeout_ms="1000") as stream:
        assert stream.rest().startswith(b"retry: 1000")


def test_an_order_is_followed_by_its_customer_and_by_nobody_else(shop):
    _, token = registered(shop)
    order = shop.order(token).body["orderId"]
    path = f"/api/v1/order-status/{order}"
    eventually(lambda: shop.request("GET", path, token=token).status == 200)
    with Stream(shop, token, path=f"{path}/stream") as stream:
        while (told := stream.told())["status"] != "confirmed":
            assert told["orderId"] == order
    stranger = shop.sign_in("customer-02@shop.example")
    assert shop.request("GET", f"{path}/stream", token=stranger).status == 404


def test_a_stream_is_ended_properly_when_its_replica_has_to_go(shop):
    _, token = registered(shop)
    with Stream(shop, token) as stream:
        stream.told()
        shop.signal("shop-1", signal.SIGTERM)
        assert stream.rest() == b"\n"  # a broken answer would raise
    shop.bring_back("shop-1")


def test_who_wants_no_push_is_told_to_stop_asking(shop):
    _, token = registered(shop)
    path = "/api/v1/notifications/preferences"
    shop.request("PUT", path, {"email": True, "push": False}, token)
    assert shop.request("GET", "/api/v1/notifications/stream", token=token).status == 204


class Stream:
    """An event source."""

    def __init__(
        self,
        shop: Shop,
        token: str,
        after: str = "",
        path: str = "/api/v1/notifications/stream",
        **headers: str,
    ) -> None:
        url = urlsplit(shop.url(path))
        self._connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=15)
        sent = {"authorization": f"Bearer {token}"} | ({"last-event-id": after} if after else {})
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers=sent)
        self._answer = self._connection.getresponse()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._answer.close()
        self._connection.close()

    def told(self) -> dict[str, object]:
        while not (line := self._answer.readline()).startswith(b"data: "):
            assert line
        return json.loads(line.removeprefix(b"data: "))

    def rest(self) -> bytes:
        return self._answer.read()
