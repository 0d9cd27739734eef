"""What the browser keeps for us."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

ACCESS, RENEWAL = "access", "renewal"
"""The two tokens of a session: no script may read them, and no other site's form sends them."""
VISITOR = "visitor"
"""What the forms of this browser are sealed with."""
BASKET = "basket"
"""The token of the cart of somebody who has not signed in."""
LANGUAGE = "language"

DAY_S = 24 * 3600
A_YEAR_S, TWO_WEEKS_S = 365 * DAY_S, 14 * DAY_S


@dataclass(slots=True)
class Jar:
    """The cookies of one request, and what the answer changes about them."""

    kept: dict[str, str]
    secure: bool = False
    """The visitor came by HTTPS, so the cookies may only go back that way."""
    _changes: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request) -> "Jar":
        """The cookies that came with a request."""
        return cls(dict(request.cookies), request.headers.get("x-forwarded-proto") == "https")

    def get(self, name: str) -> str:
        """A cookie's value; empty where there is none."""
        return self.kept.get(name, "")

    def put(self, name: str, value: str, lifetime_s: int | None = None) -> None:
        """Keep a value, by default until the browser is closed."""
        self.kept[name] = value
        self._changes[name] = (value, lifetime_s)

    def drop(self, name: str) -> None:
        """Forget a value."""
        if self.kept.pop(name, None) is not None:
            self._changes[name] = ("", 0)

    def write(self, response: Response) -> None:
        """Tell the browser."""
        for name, (value, lifetime_s) in self._changes.items():
            response.set_cookie(
                name,
                value,
                max_age=lifetime_s,
                secure=self.secure,
                httponly=True,
                samesite="lax",
            )
