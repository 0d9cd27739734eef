"""Forms: reading what was filled in, and knowing that it was our page that sent it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from labs.commerce.companions.storefront.cookies import VISITOR, Jar
from labs.commerce.platform.errors import ForbiddenError, InvalidError

FIELD = "csrf"
FORM_MAX_BYTES, FIELDS_MAX = 32 * 1024, 100
_OURS = ("", "same-origin", "none")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, as text."""

    fields: tuple[tuple[str, str], ...] = ()

    def text(self, name: str, default: str = "") -> str:
        """A field without the space around it."""
        return next((value.strip() for key, value in self.fields if key == name), default)

    def raw(self, name: str) -> str:
        """A field exactly as it was typed: a password may begin with a space."""
        return next((value for key, value in self.fields if key == name), "")

    def every(self, name: str) -> list[str]:
        """All the values of a field that may come several times."""
        return [value for key, value in self.fields if key == name]

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; the default for anything that is none."""
        return whole(self.text(name), default)


def whole(text: str, default: int = 0) -> int:
    """A whole number that a person typed, or that stands in an address."""
    fits = text.isascii() and text.isdigit() and len(text) <= 9  # noqa: PLR2004 - an int4
    return int(text) if fits else default


async def read_form(request: Request) -> Form:
    """The form in a request's body.

    Raises:
        InvalidError: it is too large, or no form.
    """
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > FORM_MAX_BYTES:
            raise InvalidError("body-too-large", limit=FORM_MAX_BYTES)
    try:
        text = raw.decode()
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        raise InvalidError("body-malformed") from None
    return Form(tuple(pairs))


class Seal:
    """Ties a form to the browser, and to the session, that it was shown to."""

    def __init__(self, secret: str) -> None:
        # a key of its own: what protects the forms is good for nothing else
        self._key = hmac.digest(secret.encode(), b"storefront forms", hashlib.sha256)

    def of(self, jar: Jar, session: str) -> str:
        """The seal for a browser's forms; the browser is given its name when it has none."""
        if not jar.get(VISITOR):
            jar.put(VISITOR, secrets.token_urlsafe(16))
        named = f"{jar.get(VISITOR)}:{session}".encode()
        return hmac.new(self._key, named, hashlib.sha256).hexdigest()

    def check(self, request: Request, jar: Jar, session: str, form: Form) -> None:
        """Let only our own forms through.

        Raises:
            ForbiddenError: another site sent it, or it is older than the session.
        """
        foreign = request.headers.get("sec-fetch-site", "") not in _OURS
        genuine = hmac.compare_digest(form.text(FIELD).encode(), self.of(jar, session).encode())
        if foreign or not genuine:
            raise ForbiddenError("form-not-ours")
