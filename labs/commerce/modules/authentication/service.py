"""Signing in and out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from joserfc.jwk import KeySetSerialization

from labs.commerce.modules.authentication.api import Enrol
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.modules.permissions.api import Permissions, RolesOf
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import UnauthenticatedError
from labs.commerce.platform.identity import ACCESS_TOKEN_S, Principal, Signer
from labs.commerce.platform.messages import Message, Nothing
from labs.commerce.platform.passwords import DUMMY_HASH, Passwords
from labs.commerce.seed.people import people

_REFRESH_LIFETIME = timedelta(days=14)


class Session(Message, frozen=True, kw_only=True):
    """What a client needs to act as a user."""

    user_id: UUID
    access_token: str
    expires_in_s: int
    refresh_token: str
    token_type: str = "Bearer"  # noqa: S105 - a scheme's name


@dataclass(frozen=True, slots=True)
class AuthenticationService:
    """Fulfils the contract of authentication."""

    store: AuthenticationStore
    permissions: Permissions
    passwords: Passwords
    signer: Signer
    jwks: KeySetSerialization
    clock: Clock

    async def enrol(self, message: Enrol) -> Nothing:
        """Let a user sign in."""
        await self.store.put_credentials([(message.email, message.user_id, message.password_hash)])
        return Nothing()

    async def sign_in(self, email: str, password: str) -> Session:
        """Open a session.

        Raises:
            UnauthenticatedError: no such user, or another password; the answer does not say which.
        """
        known = await self.store.credentials(email.strip().lower())
        user_id, password_hash = known or (None, DUMMY_HASH)
        matches = await self.passwords.matches(password, password_hash)
        if user_id is None or not matches:
            raise UnauthenticatedError("credentials-wrong")
        return await self._open(user_id)

    async def renew(self, refresh_token: str) -> Session:
        """Exchange a refresh token for a new session; the token works once."""
        user_id = await self.store.take_session(_digest(refresh_token), self.clock.now())
        if user_id is None:
            raise UnauthenticatedError("refresh-token-invalid")
        return await self._open(user_id)

    async def sign_out(self, user_id: UUID) -> None:
        """End every session of a user; access tokens run out by themselves."""
        await self.store.end_sessions(user_id)

    async def seed(self, seed: int, password: str) -> None:
        """Let the demonstration accounts sign in; they share one password and one hash."""
        password_hash = await self.passwords.hash(password)
        await self.store.put_credentials(
            [(person.email, person.user_id, password_hash) for person in people(seed)]
        )

    async def _open(self, user_id: UUID) -> Session:
        grants = await self.permissions.roles_of(RolesOf(user_id=user_id))
        principal = Principal(user_id, frozenset(grants.roles), grants.tier)
        refresh_token = secrets.token_urlsafe(32)
        expires_at = self.clock.now() + _REFRESH_LIFETIME
        await self.store.open_session(_digest(refresh_token), user_id, expires_at)
        return Session(
            user_id=user_id,
            access_token=self.signer.access_token(principal),
            expires_in_s=ACCESS_TOKEN_S,
            refresh_token=refresh_token,
        )


def _digest(token: str) -> bytes:
    """A stolen table must not be a bunch of keys; the token is random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
