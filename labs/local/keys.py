"""The lab's own signing key: made anew for each lab, gone with it."""

import base64
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

COORDINATE_BYTES = 32
"""Of a point on P-256 (RFC 7518, 6.2.1.2)."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key as PEM, and what verifiers may know of it as a key set."""

    pem: str
    jwks: str


def new_signing_key() -> SigningKey:
    """A fresh key for ES256.

    The key set names no `kid`: with one key there is nothing to choose from.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    point = key.public_key().public_numbers()
    public = {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "x": _coordinate(point.x),
        "y": _coordinate(point.y),
    }
    return SigningKey(pem, json.dumps({"keys": [public]}))


def _coordinate(value: int) -> str:
    data = value.to_bytes(COORDINATE_BYTES, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
