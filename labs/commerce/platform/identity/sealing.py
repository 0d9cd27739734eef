"""Secrets at rest and on their way: readable only with the deployment's sealing key."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_NONCE_BYTES = 12


def derived_key(sealing_key: str, purpose: str) -> bytes:
    """A key for one purpose; keys for different purposes say nothing about each other."""
    derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose.encode())
    return derivation.derive(sealing_key.encode())


class SealBrokenError(Exception):
    """The text was sealed with another key, for another purpose, or was tampered with."""


class Seal:
    """Seals and opens text for one purpose; what was sealed for another does not open."""

    def __init__(self, sealing_key: str, purpose: str) -> None:
        self._cipher = AESGCM(derived_key(sealing_key, purpose))

    def close(self, text: str) -> str:
        """The text, unreadable; the same text looks different each time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), None)
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed.

        Raises:
            SealBrokenError: it does not open.
        """
        try:
            data = base64.urlsafe_b64decode(sealed)
            nonce, rest = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
            return self._cipher.decrypt(nonce, rest, None).decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError from None
