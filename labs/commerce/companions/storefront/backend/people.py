"""Accounts, sessions, profiles."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered


class Tokens(Answered, frozen=True, kw_only=True):
    """A session, as the authentication module opens it."""

    access_token: str
    refresh_token: str
    expires_in_s: int


class Profile(Answered, frozen=True, kw_only=True):
    """What a customer says about themselves."""

    user_id: UUID
    email: str
    name: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class People:
    """Knows customers."""

    backend: Backend

    async def register(self, email: str, password: str, name: str) -> None:
        """Open an account."""
        body = {"email": email, "password": password, "name": name}
        call = Call("registration", "POST", "/api/v1/users/registrations", body=body)
        await self.backend.ask(call, object)

    async def sign_in(self, email: str, password: str, address: str) -> Tokens:
        """Open a session for somebody at a client address: wrong passwords are counted by it."""
        body, headers = {"email": email, "password": password}, {"x-forwarded-for": address}
        call = Call("authentication", "POST", "/api/v1/users/sessions", body=body, headers=headers)
        return await self.backend.ask(call, Tokens)

    async def renew(self, refresh_token: str) -> Tokens:
        """Exchange a renewal token for another session."""
        body = {"refreshToken": refresh_token}
        call = Call("authentication", "POST", "/api/v1/users/sessions/renewals", body=body)
        return await self.backend.ask(call, Tokens)

    async def sign_out(self, token: str) -> None:
        """End the session that the token belongs to."""
        call = Call("authentication", "DELETE", "/api/v1/users/sessions/current")
        await self.backend.ask(call, object, token)

    async def profile(self, token: str) -> Profile:
        """One's own profile."""
        call = Call("profiles", "GET", "/api/v1/users/profiles/me")
        return await self.backend.ask(call, Profile, token)

    async def change_profile(self, token: str, name: str, language: str) -> None:
        """Set one's name and the language that the shop writes in."""
        body = {"name": name, "language": language}
        call = Call("profiles", "PUT", "/api/v1/users/profiles/me", body=body)
        await self.backend.ask(call, object, token)
