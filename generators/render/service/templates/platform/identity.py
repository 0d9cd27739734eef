"""Who is calling: access tokens, verified with public keys only."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from .errors import ForbiddenError, ServiceError, UnauthenticatedError

ALGORITHM = "ES256"
"""The only one: where there is no choice, nobody can be talked into a weaker one."""

_FRESH_S = 10.0
"""How long known keys are relied on: a key that was withdrawn is refused by then."""
_PAUSE_S = 1.0
"""Between two questions for keys, however many tokens name one that nobody knows."""
_UNPROVEN = (JoseError, ValueError, KeyError, TypeError, AttributeError)
"""What a token that somebody made up can make the library raise."""

Keys = Callable[[], Awaitable[list[dict[str, Any]]]]
"""Asks for the public keys: JSON Web Keys that carry their `kid`."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling."""

    user_id: UUID
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Believed:
    """Which tokens are, as at the gateway."""

    issuer: str
    audiences: tuple[str, ...]
    """One of them must be named."""
    role_claim: str
    """Holds a role, or a list of them."""


class Verifier:
    """Turns a bearer token into a principal."""

    def __init__(self, keys: Keys, believed: Believed) -> None:
        self._ask = keys
        self._role_claim = believed.role_claim
        self._keys: dict[str, ECKey] = {}
        self._asked_at = float("-inf")
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": believed.issuer},
            # no values at all would mean any
            aud={"essential": True, "values": list(believed.audiences) or [""]},
            exp={"essential": True},
        )

    async def principal(self, token: str) -> Principal:
        """Who the token was issued to.

        Raises:
            UnauthenticatedError: it proves nothing.
        """
        try:
            kid = str(jws.extract_compact(token.encode()).headers().get("kid", ""))
            key = await self._key(kid)
            claims = jwt.decode(token, key, algorithms=[ALGORITHM]).claims
            self._claims.validate(claims)
            return Principal(UUID(str(claims["sub"])), _roles(claims.get(self._role_claim, ())))
        except _UNPROVEN:
            raise UnauthenticatedError("token-invalid") from None

    async def _key(self, kid: str) -> ECKey:
        age = time.monotonic() - self._asked_at
        if age > (_FRESH_S if kid in self._keys else _PAUSE_S):
            self._asked_at = time.monotonic()
            await self._learn()
        return self._keys[kid]

    async def _learn(self) -> None:
        """Hear the keys; without an answer the known ones go on to serve."""
        try:
            self._keys = {str(key["kid"]): ECKey.import_key(key) for key in await self._ask()}
        except ServiceError:
            if not self._keys:
                raise


def _roles(told: object) -> frozenset[str]:
    return frozenset(map(str, told if isinstance(told, list | tuple) else (told,)))


_bearer = HTTPBearer(scheme_name="accessToken", auto_error=False)


async def _signed_in(
    request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Principal:
    if sent is None:
        raise UnauthenticatedError("token-missing")
    verifier: Verifier = request.app.state.verifier
    return await verifier.principal(sent.credentials)


SignedIn = Annotated[Principal, Depends(_signed_in)]
"""Whoever holds a valid access token."""


def holding(*roles: str) -> Callable[[Principal], Principal]:
    """Whoever holds one of the roles, as a dependency."""

    def holder(principal: SignedIn) -> Principal:
        if principal.roles.isdisjoint(roles):
            raise ForbiddenError("role-required", role=" | ".join(roles))
        return principal

    return holder
