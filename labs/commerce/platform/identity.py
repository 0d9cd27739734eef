"""Access tokens: signed by the authentication module alone, verified by everybody."""

from dataclasses import dataclass
from uuid import UUID

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization, RSAKey

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import ForbiddenError, UnauthenticatedError

ISSUER = "shop"
AUDIENCE = "shop"
ACCESS_TOKEN_S = 900
_REMEMBERED = 4096
"""Verified tokens kept per process: a signature is checked once, expiry every time."""

Key = ECKey | RSAKey


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling."""

    user_id: UUID
    roles: frozenset[str] = frozenset()
    tier: str = "free"

    def require(self, role: str) -> None:
        """Refuse a caller without `role`."""
        if role not in self.roles:
            raise ForbiddenError("role-required", role=role)


def new_signing_key() -> str:
    """A fresh ES256 private key as PEM."""
    return ECKey.generate_key("P-256").as_pem(private=True).decode()


def load_key(pem: str) -> Key:
    """A private or public key from PEM; elliptic-curve keys mean ES256, RSA keys RS256."""
    try:
        return ECKey.import_key(pem)
    except (ValueError, JoseError):
        return RSAKey.import_key(pem)


def algorithm(key: Key) -> str:
    """The signature algorithm for a key."""
    return "ES256" if isinstance(key, ECKey) else "RS256"


def public_jwks(pem: str) -> KeySetSerialization:
    """The key set that verifiers (the gateway, other services) may hold."""
    key = load_key(pem)
    public = {**key.as_dict(private=False), "kid": key.thumbprint()}
    return {"keys": [{**public, "use": "sig", "alg": algorithm(key)}]}


class Signer:
    """Issues access tokens."""

    def __init__(self, pem: str, clock: Clock) -> None:
        self._key = load_key(pem)
        self._clock = clock
        self._header = {"alg": algorithm(self._key), "kid": self._key.thumbprint()}

    def access_token(self, principal: Principal) -> str:
        """A token that says who the caller is for the next `ACCESS_TOKEN_S` seconds."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(principal.user_id),
            "roles": sorted(principal.roles),
            "tier": principal.tier,
            "iat": now,
            "exp": now + ACCESS_TOKEN_S,
        }
        return jwt.encode(self._header, claims, self._key, algorithms=[self._header["alg"]])


class Verifier:
    """Turns a bearer token into a principal, holding only public keys."""

    def __init__(self, jwks: KeySetSerialization, clock: Clock) -> None:
        self._keys = KeySet.import_key_set(jwks)
        self._algorithms = [str(key["alg"]) for key in jwks["keys"]]
        self._clock = clock
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER}, aud={"essential": True, "value": AUDIENCE}
        )
        self._verified: dict[str, tuple[Principal, int]] = {}

    def principal(self, authorization: str | None) -> Principal:
        """Who sent this `Authorization` header.

        Raises:
            UnauthenticatedError: there is none, or it proves nothing.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError("token-missing")
        known = self._verified.get(token)
        if known is None:
            known = self._verify(token)
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = known
        principal, expires = known
        if expires <= self._clock.now().timestamp():
            raise UnauthenticatedError("token-expired")
        return principal

    def _verify(self, token: str) -> tuple[Principal, int]:
        try:
            claims = jwt.decode(token, self._keys, algorithms=self._algorithms).claims
            self._claims.validate(claims)
            principal = Principal(
                UUID(claims["sub"]), frozenset(claims.get("roles", ())), claims.get("tier", "free")
            )
            return principal, int(claims["exp"])
        except ExpiredTokenError:
            raise UnauthenticatedError("token-expired") from None
        except (JoseError, ValueError, KeyError):
            raise UnauthenticatedError("token-invalid") from None
