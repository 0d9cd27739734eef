"""Tokens for the stand, signed by a key of its own."""

import json
import time
from collections.abc import Mapping
from functools import cached_property

from joserfc import jwt
from joserfc.jwk import ECKey

ALGORITHM = "ES256"


class Issuer:
    """Signs whatever claims a test needs: of another issuer, long expired, without a role."""

    def __init__(self, issuer: str = "shop", audience: str = "shop") -> None:
        self._defaults = {"iss": issuer, "aud": audience}

    @cached_property
    def _key(self) -> ECKey:
        return ECKey.generate_key("P-256")

    def jwks(self) -> str:
        """The public key set, as the gateway reads it."""
        public = self._key.as_dict(private=False)
        named = {**public, "kid": self._key.thumbprint(), "use": "sig", "alg": ALGORITHM}
        return json.dumps({"keys": [named]})

    def token(self, claims: Mapping[str, object], lifetime_s: float = 900) -> str:
        """A token with these claims; a negative lifetime makes an expired one."""
        now = time.time()
        times = {"iat": int(now), "exp": int(now + lifetime_s)}
        header = {"alg": ALGORITHM, "kid": self._key.thumbprint()}
        return jwt.encode(header, {**self._defaults, **times, **claims}, self._key)
