"""Signing in."""

from dataclasses import dataclass

from labs.commerce.modules.authentication.api import Enrol
from labs.commerce.modules.authentication.keyring import KeyRing
from labs.commerce.modules.authentication.sessions import Session, Sessions
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.platform.errors import UnauthenticatedError
from labs.commerce.platform.identity.keys import KeySet
from labs.commerce.platform.identity.passwords import DUMMY_HASH, Passwords
from labs.commerce.platform.limits import Limit, Limiter
from labs.commerce.platform.messages import Nothing
from labs.commerce.seed.people import people

BY_ACCOUNT = Limit("sign-in-throttled", most=10, window_s=300)
BY_ADDRESS = Limit("address-throttled", most=300, window_s=300)
"""Wrong passwords from one client, whomever they were for; a whole office may share an address."""


@dataclass(frozen=True, slots=True)
class AuthenticationService:
    """Fulfils the contract of authentication."""

    store: AuthenticationStore
    sessions: Sessions
    passwords: Passwords
    limiter: Limiter
    key_ring: KeyRing

    async def enrol(self, message: Enrol) -> Nothing:
        """Let a user sign in."""
        await self.store.put_credentials([(message.email, message.user_id, message.password_hash)])
        return Nothing()

    async def keys(self, _message: Nothing) -> KeySet:
        """What verifies access tokens."""
        return await self.key_ring.published()

    async def sign_in(self, email: str, password: str, address: str) -> Session:
        """Open a session for somebody at a client address.

        Raises:
            UnauthenticatedError: no such user, or another password; the answer does not say which,
                nor does the time it takes.
            ThrottledError: too many wrong passwords of late.
        """
        email = email.strip().lower()
        attempt = (BY_ACCOUNT, email), (BY_ADDRESS, address)
        await self.limiter.take(*attempt)
        known = await self.store.credentials(email)
        user_id, password_hash = known or (None, DUMMY_HASH)
        matches = await self.passwords.matches(password, password_hash)
        if user_id is None or not matches:
            raise UnauthenticatedError("credentials-wrong")
        await self.limiter.give_back(*attempt)
        return await self.sessions.open(user_id)

    async def seed(self, seed: int, password: str) -> None:
        """Let the demonstration accounts sign in, with one password."""
        password_hash = await self.passwords.hash(password)
        await self.store.put_credentials(
            [(person.email, person.user_id, password_hash) for person in people(seed)]
        )
