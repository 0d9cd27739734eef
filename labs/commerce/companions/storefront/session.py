"""Who is signed in: the tokens live in cookies, and are renewed here before they run out."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.storefront.backend.people import People, Tokens
from labs.commerce.companions.storefront.cookies import ACCESS, RENEWAL, TWO_WEEKS_S, Jar
from labs.commerce.platform.errors import (
    DomainError,
    ShopError,
    UnauthenticatedError,
    UnavailableError,
)
from labs.commerce.platform.identity.tokens import Verifier

_REMEMBERED_S = 30.0
"""Pages asked for side by side with one renewal token all get the session that it bought."""

STAFF = frozenset({"admin", "moderator"})


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor who has signed in."""

    user_id: UUID
    token: str
    roles: frozenset[str]

    @property
    def is_staff(self) -> bool:
        """Whether there is anything for them in the office."""
        return bool(self.roles & STAFF)


class Sessions:
    """Opens, recognises, renews and ends sessions."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._renewals: dict[str, asyncio.Task[Tokens]] = {}

    async def recognised(self, jar: Jar, verifier: Verifier) -> Session | None:
        """The session of a request; None for a guest, and while nobody can say who it is."""
        try:
            return await self._read(jar.get(ACCESS), verifier)
        except UnauthenticatedError:
            return await self._renewed(jar, verifier) if jar.get(RENEWAL) else None
        except UnavailableError:
            return None

    async def open(self, jar: Jar, tokens: Tokens, verifier: Verifier) -> Session:
        """Let a browser keep the session that was just opened."""
        jar.put(ACCESS, tokens.access_token, tokens.expires_in_s)
        jar.put(RENEWAL, tokens.refresh_token, TWO_WEEKS_S)
        return await self._read(tokens.access_token, verifier)

    def end(self, jar: Jar) -> None:
        """Have the browser forget its session."""
        jar.drop(ACCESS)
        jar.drop(RENEWAL)

    async def _read(self, token: str, verifier: Verifier) -> Session:
        bearer = f"Bearer {token}"
        await verifier.prepare(bearer)
        principal = verifier.principal(bearer)
        return Session(principal.user_id, token, principal.roles)

    async def _renewed(self, jar: Jar, verifier: Verifier) -> Session | None:
        try:
            return await self.open(jar, await self._renewal(jar.get(RENEWAL)), verifier)
        except DomainError:
            self.end(jar)
        except ShopError:
            pass  # nobody answers now: the token may still be good
        return None

    async def _renewal(self, token: str) -> Tokens:
        """Renew once, however many pages ask: a token used twice looks stolen."""
        running = self._renewals.get(token)
        if running is None:
            running = asyncio.create_task(self._people.renew(token))
            self._renewals[token] = running
            asyncio.get_running_loop().call_later(_REMEMBERED_S, self._renewals.pop, token, None)
        return await asyncio.shield(running)
