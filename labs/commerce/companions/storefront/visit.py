"""One request of one visitor, as the pages see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from labs.commerce.companions.storefront.cookies import Jar
from labs.commerce.companions.storefront.forms import Form, whole
from labs.commerce.companions.storefront.session import Session
from labs.commerce.companions.storefront.words import Words
from labs.commerce.platform.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from labs.commerce.platform.serving.web import client_address


@dataclass(frozen=True, slots=True)
class Page:
    """What to show; it becomes HTML when everything around it is known."""

    template: str
    view: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


Shown = Page | Response


@dataclass(slots=True)
class Visit:
    """Who asks, in which language, and for what."""

    request: Request
    words: Words
    jar: Jar
    session: Session | None = None
    form: Form = field(default_factory=Form)

    @property
    def token(self) -> str:
        """The visitor's access token; empty for a guest."""
        return self.session.token if self.session else ""

    @property
    def address(self) -> str:
        """The visitor's address: whoever guesses passwords is slowed down by it."""
        return client_address(self.request)

    def signed_in(self) -> Session:
        """The visitor's session.

        Raises:
            UnauthenticatedError: there is none; the visitor is shown the way to one.
        """
        if self.session is None:
            raise UnauthenticatedError("sign-in-first")
        return self.session

    def require(self, *roles: str) -> Session:
        """The session of somebody with one of these roles.

        Raises:
            ForbiddenError: they have none of them.
        """
        session = self.signed_in()
        if not session.roles & set(roles):
            raise ForbiddenError("staff-only")
        return session

    def asked(self, name: str, default: str = "") -> str:
        """A part of the query string, without what nobody can have typed."""
        text = self.request.query_params.get(name, default)
        return "".join(letter for letter in text if letter.isprintable()).strip()

    def asked_number(self, name: str, default: int = 0) -> int:
        """A whole number from the query string; the default for anything that is none."""
        return whole(self.asked(name), default)

    def path_number(self, name: str) -> int:
        """A whole number from the path."""
        number = whole(self.request.path_params[name], -1)
        if number < 0:
            raise NotFoundError("no-such-page")
        return number

    def path_id(self, name: str) -> UUID:
        """A UUID from the path."""
        try:
            return UUID(self.request.path_params[name])
        except ValueError:
            raise NotFoundError("no-such-page") from None


def go(path: str, notice: str = "") -> Response:
    """Send the browser on; `notice` is said at the top of the page where it arrives."""
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}notice={notice}" if notice else path, 303)


def inside(path: str, default: str = "/") -> str:
    """A path of ours to go back to; anything that could lead elsewhere becomes the default."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours and path.isprintable() else default
