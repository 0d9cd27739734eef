"""What is sent to break in, to get goods for less, or to keep others from being served."""

import http.client
import json
import socket
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest

from tests.live.commerce.shop import HOME, Answer, Shop

pytestmark = pytest.mark.live

ORDERS, CART, SEARCH = "/api/v1/orders", "/api/v1/cart", "/api/v1/search"
REVIEWS, SESSIONS = "/api/v1/reviews", "/api/v1/users/sessions"
ADDRESSES = "/api/v1/users/profiles/me/addresses"

SQL = ("' OR '1'='1", "'; DROP TABLE orders.orders; --", "1) UNION SELECT secret FROM keys --")
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "another shape": b"[]",
    "invalid UTF-8": b'{"email": "\xff\xfe", "password": "x"}',
    "half a character": rb'{"email": "\ud800", "password": "x"}',
    "a NUL": rb'{"email": "a\u0000@b.cd", "password": "x"}',
    "no number": b'{"email": NaN, "password": "x"}',
    "no end of depth": b'{"email": ' + b"[" * 30_000,
    "a key twice, and one unknown": b'{"email": "a", "email": "b", "admin": true}',
    "too much": b'{"email": "' + b"x" * 70_000 + b'"}',
}

PATHS = {"long": "x" * 20_000, "NUL": "%00", "byte": "%ff", "up": "..%2f..%2fetc", "two": "1;2"}


def send(shop: Shop, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    """Bytes as they are."""
    url = urlsplit(shop.url(path))
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=15)
    try:
        connection.request("POST", path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def code(answer: Answer) -> str:
    return answer.body["error"]["code"]


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_no_request_is_refused_by_name(reference: Shop, kind: str) -> None:
    status, body = send(reference, SESSIONS, BODIES[kind])
    assert status == 422
    assert json.loads(body)["error"]["code"] in {
        "body-malformed",
        "body-too-large",
        "null-character",
    }


@pytest.mark.parametrize("kind", ["text/xml", "multipart/form-data", "", "application/json; x"])
def test_a_body_is_what_it_is_whatever_its_type_says(reference: Shop, kind: str) -> None:
    assert send(reference, SESSIONS, b"<!DOCTYPE x>", content_type=kind)[0] == 422


def test_a_body_that_never_comes_holds_nobody_up(reference: Shop) -> None:
    url = urlsplit(reference.url(SESSIONS))
    with socket.create_connection((url.hostname, url.port), 15) as connection:
        connection.sendall(f"POST {SESSIONS} HTTP/1.1\r\ncontent-length: 9\r\n\r\n{{".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert (answer.status, json.loads(answer.read())["error"]["code"]) == (422, "body-too-slow")


@pytest.mark.parametrize("text", SQL)
def test_statements_in_texts_are_texts(reference: Shop, text: str) -> None:
    token = reference.sign_in("customer-21@shop.example")
    before = reference.sql("orders", "SELECT count(*) FROM orders.orders")
    assert reference.request("GET", f"{SEARCH}?q={quote(text)}").status == 200
    sign_in = {"email": text, "password": text}
    assert reference.request("POST", SESSIONS, sign_in).status == 401
    kept = reference.request("POST", ADDRESSES, {**HOME, "street": text}, token)
    assert kept.body["address"]["street"] == text
    reference.request("DELETE", f"{ADDRESSES}/{kept.body['addressId']}", token=token)
    assert reference.request("GET", f"/api/v1/products?category={quote(text)}").body == {
        "products": []
    }
    assert reference.sql("orders", "SELECT count(*) FROM orders.orders") == before


@pytest.mark.parametrize(
    "extra", [{"totalMinor": 1}, {"userId": str(uuid4())}, {"status": "CONFIRMED"}]
)
def test_what_an_order_costs_and_whose_it_is_cannot_be_said(
    reference: Shop, extra: dict[str, object]
) -> None:
    refused = reference.order(reference.sign_in(), **extra)
    assert (refused.status, code(refused)) == (422, "body-malformed")


def test_a_price_said_in_a_line_is_not_heard(reference: Shop) -> None:
    line = {"productId": 13, "quantity": 1, "priceMinor": 1}
    price = reference.request("GET", "/api/v1/products/13").body["priceMinor"]
    order = reference.order(reference.sign_in("customer-21@shop.example"), items=[line])
    assert (order.status, order.body["totalMinor"]) == (201, price)


def test_depth_without_end_in_what_is_not_read_is_refused(reference: Shop) -> None:
    token = reference.sign_in("customer-21@shop.example")
    deep = b'{"address": {"nobody reads this": ' + b"[" * 30_000
    status, body = send(reference, ORDERS, deep, authorization=f"Bearer {token}")
    assert (status, json.loads(body)["error"]["code"]) == (422, "body-malformed")


def test_what_somebody_is_cannot_be_said_at_the_registration(reference: Shop) -> None:
    account = {"email": f"{uuid4().hex}@shop.example", "password": "long enough it is"}
    for extra in ({"roles": ["admin"]}, {"tier": "gold"}, {"userId": str(uuid4())}):
        refused = reference.request("POST", "/api/v1/users/registrations", {**account, **extra})
        assert (refused.status, code(refused)) == (422, "body-malformed")


@pytest.mark.parametrize("quantity", [-1, 0, 100, 2**31, 2**63, 2**70, 1.5, "1", True, None])
def test_no_quantity_but_a_sensible_one_is_ordered(reference: Shop, quantity: object) -> None:
    token, before = reference.sign_in("customer-21@shop.example"), reference.available(12)
    items = [{"productId": 12, "quantity": quantity}]
    assert reference.order(token, items=items).status == 422
    put = reference.request("PUT", f"{CART}/items/12", {"quantity": quantity}, token)
    assert put.status == 422
    assert reference.available(12) == before


def test_goods_of_one_order_cannot_be_had_twice_in_it(reference: Shop) -> None:
    line = {"productId": 12, "quantity": 60}
    refused = reference.order(reference.sign_in(), items=[line, line])
    assert (refused.status, code(refused)) == (422, "product-repeated")


def test_anothers_card_buys_nothing(reference: Shop) -> None:
    owner = reference.sign_in("customer-21@shop.example")
    method = reference.card(owner, "4242424242424242")
    thief = reference.sign_in("customer-22@shop.example")
    before = reference.available(12)
    order = reference.order(thief, method, items=[{"productId": 12, "quantity": 1}])
    assert order.body.get("status") != "CONFIRMED"
    assert reference.available(12) == before


@pytest.mark.parametrize("kind", PATHS)
def test_a_path_that_leads_nowhere_says_so(reference: Shop, kind: str) -> None:
    url = urlsplit(reference.url("/api/v1/products"))
    with socket.create_connection((url.hostname, url.port), 15) as connection:
        connection.sendall(f"GET /api/v1/products/{PATHS[kind]} HTTP/1.1\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status in {400, 404}


def test_a_text_with_a_nul_is_no_query(reference: Shop) -> None:
    refused = reference.request("GET", f"{SEARCH}?q=a\0b")
    assert (refused.status, code(refused)) == (422, "null-character")


def test_of_a_parameter_said_twice_one_counts(reference: Shop) -> None:
    listed = reference.request("GET", "/api/v1/products?limit=9999&limit=1")
    assert (listed.status, len(listed.body["products"])) == (200, 1)


def test_a_name_for_a_request_that_would_soil_a_log_is_not_taken(reference: Shop) -> None:
    for said in ("x" * 4_000, "caf\xe9"):
        answer = reference.request("GET", "/api/v1/products/1", x_request_id=said)
        assert (answer.status, len(answer.headers["x-request-id"])) == (200, 32), said


def test_a_deadline_that_is_none_is_not_taken(reference: Shop) -> None:
    for said in ("9" * 5_000, "9" * 400, "-1", "soon", "1e9"):
        answer = reference.request("GET", "/api/v1/products/1", x_deadline_ms=said)
        assert answer.status == 200, said


def test_a_header_cannot_be_smuggled_into_an_answer(reference: Shop) -> None:
    url = urlsplit(reference.url("/api/v1/products"))
    with socket.create_connection((url.hostname, url.port), 15) as connection:
        smuggled = "x-request-id: a\rset-cookie: b=c\r\n"
        connection.sendall(f"GET /api/v1/products/1 HTTP/1.1\r\n{smuggled}\r\n".encode())
        assert b"set-cookie" not in connection.recv(65536)


def test_markup_in_a_review_stays_data(reference: Shop) -> None:
    token = reference.sign_in("customer-21@shop.example")
    text = "<script>alert(1)</script>{{ 7 * 7 }}"
    review = {"productId": 12, "stars": 1, "text": text}
    answer = reference.request("POST", REVIEWS, review, token)
    assert (answer.status, answer.body["text"]) == (201, text)
    assert answer.headers["content-type"] == "application/json"
