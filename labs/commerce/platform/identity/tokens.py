"""Access tokens: signed by the authentication module alone, verified by everybody."""

from dataclasses import dataclass
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import ECKey

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import ForbiddenError, UnauthenticatedError
from labs.commerce.platform.identity.keys import ALGORITHM, KnownKeys

ISSUER = "shop"
AUDIENCE = "shop"
ACCESS_TOKEN_S = 900
_REMEMBERED = 4096
"""Verified tokens kept per process: a signature is checked once, expiry every time."""

_JOSE_ERRORS = (JoseError, ValueError, KeyError, TypeError, AttributeError)
"""What a token that somebody made up can make the library raise."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling."""

    user_id: UUID
    roles: frozenset[str] = frozenset()
    tier: str = "free"
    session: UUID | None = None
    """The sign-in that the token descends from."""

    def require(self, *roles: str) -> None:
        """Refuse a caller with none of the roles."""
        if self.roles.isdisjoint(roles):
            raise ForbiddenError("role-required", role=" | ".join(roles))


@dataclass(frozen=True, slots=True)
class Signer:
    """Issues access tokens, signed by one key."""

    kid: str
    key: ECKey
    clock: Clock

    def access_token(self, principal: Principal) -> str:
        """A token that says who the caller is for the next `ACCESS_TOKEN_S` seconds."""
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(principal.user_id),
            "sid": str(principal.session) if principal.session else "",
            "roles": sorted(principal.roles),
            "tier": principal.tier,
            "iat": now,
            "exp": now + ACCESS_TOKEN_S,
        }
        header = {"alg": ALGORITHM, "kid": self.kid}
        return jwt.encode(header, claims, self.key, algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class _Verified:
    """What a token proved."""

    principal: Principal
    kid: str
    expires: int


class Verifier:
    """Turns a bearer token into a principal, holding only public keys."""

    def __init__(self, keys: KnownKeys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER}, aud={"essential": True, "value": AUDIENCE}
        )
        self._verified: dict[str, _Verified] = {}

    async def prepare(self, authorization: str | None) -> None:
        """Learn what it takes to judge this header, so that `principal` need not wait."""
        token = _bearer(authorization)
        if token:
            await self._keys.seek("" if token in self._verified else _kid(token))

    def principal(self, authorization: str | None) -> Principal:
        """Who sent this `Authorization` header.

        Raises:
            UnauthenticatedError: there is none, or it proves nothing.
        """
        token = _bearer(authorization)
        if not token:
            raise UnauthenticatedError("token-missing")
        known = self._verified.get(token) or self._remember(token)
        if known.expires <= self._clock.now().timestamp():
            raise UnauthenticatedError("token-expired")
        if self._keys.get(known.kid) is None:
            raise UnauthenticatedError("token-invalid")
        return known.principal

    def _remember(self, token: str) -> _Verified:
        verified = self._verify(token)
        if len(self._verified) >= _REMEMBERED:
            self._verified.clear()
        self._verified[token] = verified
        return verified

    def _verify(self, token: str) -> _Verified:
        """The key alone says which algorithm: what the token asks for is never obeyed."""
        kid = _kid(token)
        key = self._keys.get(kid)
        if key is None:
            raise UnauthenticatedError("token-invalid")
        try:
            claims = jwt.decode(token, key, algorithms=[ALGORITHM]).claims
            self._claims.validate(claims)
            return _Verified(_principal(claims), kid, int(claims["exp"]))
        except ExpiredTokenError:
            raise UnauthenticatedError("token-expired") from None
        except _JOSE_ERRORS:
            raise UnauthenticatedError("token-invalid") from None


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _kid(token: str) -> str:
    """The key that a token names; empty when it names none, or is no token."""
    try:
        return str(jws.extract_compact(token.encode()).headers().get("kid", ""))
    except _JOSE_ERRORS:
        return ""


def _principal(claims: dict[str, object]) -> Principal:
    roles = claims.get("roles")
    session = claims.get("sid")
    return Principal(
        UUID(str(claims["sub"])),
        frozenset(map(str, roles)) if isinstance(roles, list) else frozenset(),
        str(claims.get("tier", "free")),
        UUID(str(session)) if session else None,
    )
