"""Signed callbacks: who sent this, and when.

The signature covers the moment of sending as well as the body, so that a message that was
listened to cannot be sent again next week.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from labs.commerce.platform.errors import UnauthenticatedError

HEADER = "psp-signature"
TOLERANCE = timedelta(minutes=5)
"""How far the sender's clock, and the way of a message, may be off."""


def signed(key: str, body: bytes, at: datetime) -> str:
    """The header that proves that `body` was sent now by whoever holds `key`."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={_digest(key, moment, body)}"


def check(key: str, body: bytes, header: str, now: datetime) -> None:
    """See to it that a callback is what it says.

    Raises:
        UnauthenticatedError: it is not signed by the holder of `key`, or was signed too long ago.
    """
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    moment, digest = parts.get("t", ""), parts.get("v1", "")
    if not hmac.compare_digest(_digest(key, moment, body).encode(), digest.encode()):
        raise UnauthenticatedError("callback-forged")
    # signed, so it is a number of the sender's
    if abs(now.timestamp() - int(moment)) > TOLERANCE.total_seconds():
        raise UnauthenticatedError("callback-stale")


def _digest(key: str, moment: str, body: bytes) -> str:
    return hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
