"""Sessions: opened by a sign-in, carried on by refresh tokens, each of which works once."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from labs.commerce.modules.authentication.keyring import KeyRing
from labs.commerce.modules.authentication.session_store import Lineage, SessionStore
from labs.commerce.modules.permissions.api import Permissions, RolesOf
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import UnauthenticatedError
from labs.commerce.platform.identity.tokens import ACCESS_TOKEN_S, Principal
from labs.commerce.platform.messages import Message
from labs.commerce.platform.telemetry import Log

IDLE = timedelta(days=14)
"""An unused refresh token expires."""

LONGEST = timedelta(days=90)
"""So does a session that is used all the time."""

GRACE = timedelta(seconds=10)
"""For so long a token may be renewed again, to the same result: two tabs, a lost answer."""


class Session(Message, frozen=True, kw_only=True):
    """What a client needs to act as a user."""

    user_id: UUID
    access_token: str
    expires_in_s: int
    refresh_token: str
    token_type: str = "Bearer"  # noqa: S105 - a scheme's name


@dataclass(frozen=True, slots=True)
class Sessions:
    """Opens, renews and ends sessions."""

    database: Database
    store: SessionStore
    permissions: Permissions
    keys: KeyRing
    rotation_key: bytes
    clock: Clock
    log: Log

    async def open(self, user_id: UUID) -> Session:
        """Begin a session for a user who has proved to be one."""
        session, token = uuid4(), secrets.token_urlsafe(32)
        principal = await self._principal(user_id, session)
        now = self.clock.now()
        async with self.database.transaction():
            await self.store.open(Lineage(session, user_id, now + LONGEST))
            await self.store.add_token(digest(token), session, now + IDLE)
        return await self._session(principal, token)

    async def renew(self, token: str) -> Session:
        """Exchange a refresh token for the session's next one.

        Raises:
            UnauthenticatedError: the token is unknown, has expired, or was used before; in that
                case somebody has a copy, and the whole session ends.
        """
        lineage = await self.store.lineage(digest(token), self.clock.now())
        if lineage is None:
            raise UnauthenticatedError("refresh-token-invalid")
        # asked first: no call leaves the process inside the transaction
        principal = await self._principal(lineage.user_id, lineage.session)
        successor = self._successor(token)
        if not await self._rotate(lineage, digest(token), digest(successor)):
            raise UnauthenticatedError("refresh-token-invalid")
        return await self._session(principal, successor)

    async def end(self, session: UUID) -> None:
        """End a session; its access tokens run out by themselves."""
        await self.store.end(session)

    async def end_all(self, user_id: UUID, but: UUID | None = None) -> None:
        """End every session of a user, except perhaps one."""
        await self.store.end_all(user_id, but)

    async def _rotate(self, lineage: Lineage, token_hash: bytes, successor: bytes) -> bool:
        """Put the successor in the token's place. False when the session is over."""
        now = self.clock.now()
        async with self.database.transaction():
            if not await self.store.hold(lineage.session):
                return False
            if await self.store.use(token_hash, now):
                expires_at = min(now + IDLE, lineage.ends_at)
                await self.store.add_token(successor, lineage.session, expires_at)
                return True
            if await self.store.was_just_used(token_hash, successor, now - GRACE):
                return True
            await self.store.end(lineage.session)
        self.log.warning("refresh-reuse", session=str(lineage.session))
        return False

    def _successor(self, token: str) -> str:
        """The token after this one, which only we can tell and nobody can read in the table."""
        mac = hmac.new(self.rotation_key, token.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    async def _principal(self, user_id: UUID, session: UUID) -> Principal:
        grants = await self.permissions.roles_of(RolesOf(user_id=user_id))
        return Principal(user_id, frozenset(grants.roles), grants.tier, session)

    async def _session(self, principal: Principal, refresh_token: str) -> Session:
        signer = await self.keys.signer()
        return Session(
            user_id=principal.user_id,
            access_token=signer.access_token(principal),
            expires_in_s=ACCESS_TOKEN_S,
            refresh_token=refresh_token,
        )


def digest(token: str) -> bytes:
    """A stolen table must not be a bunch of keys; the token is random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
