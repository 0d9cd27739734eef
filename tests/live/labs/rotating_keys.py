"""A client that watches a rotation of signing keys through the gateway."""

import base64
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from labs.traffic.client import Answer, HttpClient
from labs.traffic.scenarios import PASSWORD

SESSIONS = "/api/v1/users/sessions"
ADMIN, CUSTOMER = "admin@shop.example", "customer-01@shop.example"
GUARDED = ("/api/v1/orders", "/api/v1/cart", "/api/v1/users/profiles/me")
"""For holders of a token only; in the reference each belongs to another service."""


class Watcher:
    """Signs in, rotates, and asks who still believes which token."""

    def __init__(self, url: str) -> None:
        self._client = HttpClient(url)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def sign_in(self, email: str = CUSTOMER) -> str:
        account = {"email": email, "password": PASSWORD}
        answer = await self._client.send("POST", SESSIONS, body=account)
        return str(answer.json["accessToken"])

    async def rotate(self, overlap_s: int) -> str:
        """The name of the new key."""
        path, token = f"{SESSIONS}/key-rotations", await self.sign_in(ADMIN)
        answer = await self._client.send(
            "POST", path, body={"overlapS": overlap_s}, headers=_bearer(token)
        )
        return str(answer.json["kid"])

    async def statuses(self, token: str) -> Sequence[int]:
        """What every guarded path answers to a token."""
        answers: list[Answer] = [
            await self._client.send("GET", path, headers=_bearer(token)) for path in GUARDED
        ]
        return [answer.status for answer in answers]


def kid(token: str) -> str:
    """The key that a token names."""
    return str(json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))["kid"])


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
