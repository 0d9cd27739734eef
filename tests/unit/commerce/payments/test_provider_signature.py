"""Who may tell the shop about money."""

from datetime import UTC, datetime, timedelta

import pytest

from labs.commerce.companions.payment_provider.signature import TOLERANCE, check, signed
from labs.commerce.platform.errors import UnauthenticatedError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BODY = b'{"payment": {"status": "CAPTURED"}}'


def verdict(body: bytes, header: str, now: datetime = NOW) -> str:
    try:
        check("key", body, header, now)
    except UnauthenticatedError as refused:
        return refused.code
    return "believed"


def test_what_the_provider_signed_just_now_is_believed() -> None:
    assert verdict(BODY, signed("key", BODY, NOW), NOW + TOLERANCE / 2) == "believed"


def test_a_signature_is_of_one_body_one_key_and_one_moment() -> None:
    header = signed("key", BODY, NOW)
    later = header.replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 1))
    assert verdict(BODY + b" ", header) == "callback-forged"
    assert verdict(BODY, signed("another key", BODY, NOW)) == "callback-forged"
    assert verdict(BODY, later) == "callback-forged"


@pytest.mark.parametrize("off", [TOLERANCE, -TOLERANCE])
def test_a_signature_grows_stale(off: timedelta) -> None:
    moment = NOW + off + off / 10
    assert verdict(BODY, signed("key", BODY, moment)) == "callback-stale"


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=1", "v1=x", "nonsense", "t=é,v1=é", "t=1,,v1"])
def test_what_is_no_signature_is_refused(header: str) -> None:
    assert verdict(BODY, header) == "callback-forged"
