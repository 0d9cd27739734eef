"""What is written down about the shop's work, and what never is."""

import json
import logging
from io import StringIO

import pytest

from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log
from labs.commerce.platform.telemetry.libraries import speak_through
from labs.commerce.platform.telemetry.secrets import HIDDEN, without_secrets

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def logged(**fields: str | int) -> dict[str, object]:
    stream = StringIO()
    with entered(Scope(request_id="r-7", traceparent=TRACE)):
        Log("order-1", stream).info("happened", **fields)
    line: dict[str, object] = json.loads(stream.getvalue())
    return line


def test_a_line_carries_its_request_and_its_place_in_the_trace() -> None:
    line = logged()
    assert (line["requestId"], line["instance"]) == ("r-7", "order-1")
    assert line["trace_id"] == "0af7651916cd43dd8448eb211c80319c"
    assert line["span_id"] == "b7ad6b7169203331"


@pytest.mark.parametrize(
    "name", ["password", "cardNumber", "accessToken", "e_mail", "Set-Cookie", "api_key", "cvc"]
)
def test_a_field_with_a_secret_name_is_hidden_whatever_it_says(name: str) -> None:
    assert logged(**{name: "x"})[name] == HIDDEN


@pytest.mark.parametrize(
    "secret",
    [
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "4242 4242 4242 4242",
        "5555-5555-5555-4444",
        "4111111111111111",
        "anna.petrova+shop@mail.example",
        "Bearer abc.def",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
        "tok_1N3kd9Xy",
        "fQ7xLz0rT5vYb2nW8cJ4kS1hG6dA9pM3eU-oR_iE",
        "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----",
    ],
)
def test_a_value_with_the_shape_of_a_secret_is_hidden_within_any_text(secret: str) -> None:
    shown = without_secrets(f"failed with {secret} here")
    assert secret not in shown
    assert shown == f"failed with {HIDDEN} here"


def test_the_password_of_an_address_is_hidden_and_the_address_is_not() -> None:
    assert without_secrets("postgresql://shop:hunter2@127.0.0.1:5432/order") == (
        f"postgresql://{HIDDEN}@127.0.0.1:5432/order"
    )


@pytest.mark.parametrize(
    "plain",
    [
        "saga-6f1c2b9e-5d0a-4a57-9a43-0d6f2a1f7d21",
        "0af7651916cd43dd8448eb211c80319c",
        "order 1234567890123456 of 2026-11-22T12:00:00.000+00:00",
        "ConnectionDoesNotExistError('connection was closed in the middle of operation')",
    ],
)
def test_what_only_looks_long_is_shown(plain: str) -> None:
    assert without_secrets(plain) == plain


def test_what_a_library_warns_of_is_a_line_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, root = StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    speak_through(Log("order-1", stream))
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    lost = OSError("no route to host")
    logging.getLogger("asyncio").error("a task's end was not awaited", exc_info=lost)
    warned, failed = map(json.loads, stream.getvalue().splitlines())
    assert (warned["library"], warned["said"]) == (
        "uvicorn.error",
        "Invalid HTTP request received.",
    )
    assert (failed["where"], failed["error"]) == ("asyncio", "OSError('no route to host')")
