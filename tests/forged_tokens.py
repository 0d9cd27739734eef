"""Access tokens as attackers make them, by hand: a library would refuse to."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping

Claims = Mapping[str, object]


def segment(value: object) -> str:
    """A part of a token."""
    return _text(json.dumps(value).encode())


def unsigned(claims: Claims, kid: str, algorithm: str = "none") -> str:
    """A token that says of itself that it needs no signature."""
    return f"{segment({'alg': algorithm, 'kid': kid})}.{segment(claims)}."


def signed_with_public_key(claims: Claims, kid: str, public_pem: bytes) -> str:
    """A token whose shared secret is the key that everybody knows."""
    signed = f"{segment({'alg': 'HS256', 'kid': kid})}.{segment(claims)}"
    return f"{signed}.{_text(hmac.new(public_pem, signed.encode(), hashlib.sha256).digest())}"


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
