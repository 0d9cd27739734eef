"""Where the public keys come from that verify access tokens."""

from typing import Any

import httpx

from .errors import UnauthenticatedError, UnavailableError
from .identity import Keys

_TIMEOUT_S = 1.0


def fetched_from(url: str) -> Keys:
    """Fetch the JWK set of whoever signs tokens; without an address every token is unproven."""

    async def fetch() -> list[dict[str, Any]]:
        if not url:
            raise UnauthenticatedError("keys-unknown")
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
                response = await client.get(url)
                keys: list[dict[str, Any]] = response.raise_for_status().json()["keys"]
        except (httpx.HTTPError, ValueError, KeyError):
            raise UnavailableError("keys-unavailable") from None
        return keys

    return fetch
