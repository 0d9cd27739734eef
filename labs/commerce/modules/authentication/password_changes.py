"""Replacing a password: with the old one, or with a token that came by mail."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from labs.commerce.modules.authentication.api import (
    PasswordChanged,
    PasswordResetAsked,
    PasswordResetRequested,
)
from labs.commerce.modules.authentication.service import BY_ACCOUNT
from labs.commerce.modules.authentication.sessions import Sessions, digest
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import InvalidError, UnauthenticatedError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.identity.passwords import Passwords, acceptable
from labs.commerce.platform.identity.sealing import Seal
from labs.commerce.platform.identity.tokens import Principal
from labs.commerce.platform.limits import Limit, Limiter

TOKEN_LASTS = timedelta(minutes=30)
RESETS_BY_ACCOUNT = Limit("resets-throttled", most=3, window_s=900)
RESETS_BY_ADDRESS = Limit("resets-throttled-address", most=20, window_s=900)
_EMAIL_MAX = 254


@dataclass(frozen=True, slots=True)
class PasswordChanges:
    """Changes passwords; whoever was signed in with the old one no longer is."""

    database: Database
    store: AuthenticationStore
    sessions: Sessions
    passwords: Passwords
    limiter: Limiter
    seal: Seal
    outbox: Outbox
    clock: Clock

    async def ask(self, email: str, address: str) -> None:
        """Have a reset token sent to an address, if it is somebody's.

        Who asks learns nothing, not even from the time it takes: whether there is such an account
        is looked up later, when the event arrives.

        Raises:
            ThrottledError: too many resets were asked for, by that client or for that address.
        """
        email = email.strip().lower()
        if len(email) > _EMAIL_MAX:
            raise InvalidError("email-malformed")
        await self.limiter.take((RESETS_BY_ACCOUNT, email), (RESETS_BY_ADDRESS, address))
        async with self.database.transaction():
            self.outbox.publish(PasswordResetAsked(email=email))

    async def issue(self, email: str) -> None:
        """Make a reset token for the user of an address, if there is one. In a transaction."""
        known = await self.store.credentials(email)
        if known is None:
            return
        user_id, _ = known
        token, expires_at = secrets.token_urlsafe(32), self.clock.now() + TOKEN_LASTS
        await self.store.add_reset(digest(token), user_id, expires_at)
        self.outbox.publish(
            PasswordResetRequested(
                user_id=user_id,
                email=email,
                sealed_token=self.seal.close(token),
                expires_at=expires_at,
            )
        )

    async def reset(self, token: str, password: str) -> None:
        """Set a new password with a token that came by mail; it works once.

        Raises:
            InvalidError: the password will not do, or the token is unknown, used or too old.
        """
        acceptable(password)
        user_id = await self.store.reset(digest(token), self.clock.now())
        if user_id is None:
            raise InvalidError("reset-token-invalid")
        password_hash = await self.passwords.hash(password)
        async with self.database.transaction():
            if not await self.store.take_reset(digest(token)):
                raise InvalidError("reset-token-invalid")
            await self._set(user_id, password_hash)

    async def change(self, principal: Principal, current: str, password: str) -> None:
        """Set a new password with the current one; the caller's own session goes on.

        Raises:
            InvalidError: the new password will not do.
            UnauthenticatedError: the current password is another one.
            ThrottledError: too many wrong ones of late.
        """
        acceptable(password)
        known = await self.store.of_user(principal.user_id)
        if known is None:
            raise UnauthenticatedError("credentials-wrong")
        email, password_hash = known
        await self.limiter.take((BY_ACCOUNT, email))
        if not await self.passwords.matches(current, password_hash):
            raise UnauthenticatedError("credentials-wrong")
        await self.limiter.give_back((BY_ACCOUNT, email))
        new_hash = await self.passwords.hash(password)
        async with self.database.transaction():
            await self._set(principal.user_id, new_hash, principal.session)

    async def _set(self, user_id: UUID, password_hash: str, keep: UUID | None = None) -> None:
        email = await self.store.set_password(user_id, password_hash)
        await self.store.drop_resets(user_id)
        await self.sessions.end_all(user_id, keep)
        self.outbox.publish(PasswordChanged(user_id=user_id, email=email))
