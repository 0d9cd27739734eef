"""After a journey with every kind of secret: none of them stands in logs, traces or metrics."""

import json
import socket
from pathlib import Path

import pytest

from tests.live.commerce.shop import HOME, PASSWORD, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

EMAIL = "customer-02@shop.example"
CARD = "4000002500003155"
SAMPLED = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def files(shop: Shop) -> list[Path]:
    names = [name for d in shop.spec.deployables for name in (d.log, d.traces)]
    return [Path(name) for name in names if Path(name).exists()]


def traced(shop: Shop) -> str:
    return "".join(file.read_text() for file in files(shop) if "traces" in file.name)


def test_a_journey_leaves_no_secret_behind(reference: Shop) -> None:
    shop = reference
    trace = {"traceparent": SAMPLED}
    body = {"email": EMAIL, "password": PASSWORD}
    session = shop.request("POST", "/api/v1/users/sessions", body, **trace).body
    token = session["accessToken"]
    shop.request("POST", "/api/v1/users/sessions", {**body, "password": "hunter2-wrong"}, **trace)
    order = {"items": [{"productId": 1, "quantity": 1}], "address": HOME, "paymentMethod": CARD}
    shop.request("POST", "/api/v1/orders", order, token, **trace)
    shop.request("POST", "/api/v1/orders", {**order, "paymentMethod": "pm_test_approve"}, token)
    shop.request("GET", "/api/v1/orders", None, f"{token}-forged", **trace)
    eventually(lambda: SAMPLED[3:35] in traced(shop))

    secrets = [EMAIL, PASSWORD, "hunter2-wrong", token, CARD, shop.spec.secrets.internal_token]
    secrets += [value for key, value in session.items() if "token" in key.lower() and value]
    metrics = "".join(shop.at(module, "/metrics").body for module in ("orders", "authentication"))
    written = metrics + "".join(file.read_text() for file in files(shop))
    words = {part for line in written.splitlines() for part in line.split('"')}
    assert [s for s in secrets if s in words or (len(s) > 12 and s in written)] == []


def test_each_line_of_a_log_is_one_object_with_its_trace(reference: Shop) -> None:
    (spoken_to, *_) = reference.spec.deployables
    with socket.create_connection((spoken_to.host, spoken_to.port), timeout=10) as connection:
        connection.sendall(b"this is no HTTP\r\n\r\n")  # of which the server's library has a word
        assert b"400" in connection.recv(100)
    assert '"library":"uvicorn' in Path(spoken_to.log).read_text()
    for deployable in reference.spec.deployables:
        for said in map(json.loads, Path(deployable.log).read_text().splitlines()):
            assert {"at", "level", "instance", "event", "requestId"} <= said.keys()
            assert said["event"] != "request" or len(said["trace_id"]) == 32
