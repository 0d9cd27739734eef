"""Accounts, sessions, profiles."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered

SESSIONS = "/api/v1/users/sessions"


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

    async def register(self, email: str, password: str, name: str, language: str) -> None:
        """Open an account; letters will be in that language."""
        body = {"email": email, "password": password, "name": name, "language": language}
        call = Call("registration", "POST", "/api/v1/users/registrations", body=body)
        await self.backend.ask(call, object)

    async def sign_in(self, email: str, password: str, address: str) -> Tokens:
        """Open a session for somebody at a network address."""
        body, forwarded = {"email": email, "password": password}, {"x-forwarded-for": address}
        call = Call("authentication", "POST", SESSIONS, body=body, headers=forwarded)
        return await self.backend.ask(call, Tokens)

    async def renew(self, refresh_token: str) -> Tokens:
        """Exchange a renewal token for another session."""
        body = {"refreshToken": refresh_token}
        call = Call("authentication", "POST", f"{SESSIONS}/renewals", body=body)
        return await self.backend.ask(call, Tokens)

    async def sign_out(self, token: str) -> None:
        """End the session that the token is of."""
        call = Call("authentication", "DELETE", f"{SESSIONS}/current")
        await self.backend.ask(call, object, token)

    async def ask_reset(self, email: str, address: str) -> None:
        """Have a code for a new password mailed, if there is such an account."""
        forwarded = {"x-forwarded-for": address}
        path, body = f"{SESSIONS}/password-resets", {"email": email}
        call = Call("authentication", "POST", path, body=body, headers=forwarded)
        await self.backend.ask(call, object)

    async def reset(self, code: str, password: str) -> None:
        """Set a new password with the code from the mail."""
        path = f"{SESSIONS}/password-resets/confirmations"
        body = {"token": code, "password": password}
        await self.backend.ask(Call("authentication", "POST", path, body=body), object)

    async def profile(self, token: str) -> Profile:
        """One's own profile."""
        call = Call("profiles", "GET", "/api/v1/users/profiles/me")
        return await self.backend.ask(call, Profile, token)

    async def change_profile(self, token: str, name: str, language: str) -> None:
        """Set one's name and the language that the shop writes in."""
        body = {"name": name, "language": language}
        call = Call("profiles", "PUT", "/api/v1/users/profiles/me", body=body)
        await self.backend.ask(call, object, token)
