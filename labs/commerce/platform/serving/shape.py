"""What a public route takes and gives, said where the route is declared."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple

from starlette.convertors import IntegerConvertor, StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.platform.serving.parameters import Parameter

Endpoint = Callable[[Request], Awaitable[Response]]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a caller can show to be let in: a security scheme of OpenAPI."""

    name: str
    scheme: Mapping[str, str]

    @classmethod
    def bearer(cls, name: str) -> "Proof":
        """In the `Authorization` header."""
        return cls(name, {"type": "http", "scheme": "bearer"})

    @classmethod
    def header(cls, name: str, header: str) -> "Proof":
        """In a header of its own."""
        return cls(name, {"type": "apiKey", "in": "header", "name": header})


@dataclass(frozen=True, slots=True)
class Callers:
    """Who may ask, as far as that does not depend on the object asked for."""

    proofs: tuple[Proof, ...] = ()
    """One of them is to be shown; none where anybody may ask."""
    roles: tuple[str, ...] = ()
    """One of them is to be held: the platform sees to it before the endpoint is called."""


ACCESS_TOKEN = Proof.bearer("accessToken")
ANYONE = Callers()
SIGNED_IN = Callers((ACCESS_TOKEN,))


def holders(*roles: str) -> Callers:
    """Whoever holds one of the roles."""
    return Callers((ACCESS_TOKEN,), roles)


@dataclass(frozen=True, slots=True)
class Shape:
    """A request and its answers, as OpenAPI tells them."""

    by: Callers
    takes: object = None
    """The type of the JSON body; None where there is none."""
    asks: Sequence[Parameter] = ()
    """What is read from the query string and from headers; the path speaks for itself."""
    gives: object = None
    """The type of the body of a success; None where it has none."""
    status: int = HTTPStatus.OK
    otherwise: Mapping[int, object] = field(default_factory=dict)
    """Further successes with the types of their bodies."""
    media: str = JSON
    """What a success is written in."""
    refuses: Sequence[int] = ()
    """Refusals beyond those that follow from all this."""

    @property
    def successes(self) -> dict[int, object]:
        """Each status of a success with the type of its body."""
        return {self.status: self.gives, **self.otherwise}

    def refusals(self, path_parameters: Sequence[str]) -> list[int]:
        """Every status by which the shop says no to such a request."""
        follows = {
            HTTPStatus.UNAUTHORIZED: self.by.proofs,
            HTTPStatus.FORBIDDEN: self.by.roles,
            HTTPStatus.NOT_FOUND: path_parameters,
            HTTPStatus.UNPROCESSABLE_ENTITY: self.takes or self.asks or path_parameters,
        }
        return sorted({*(status for status, when in follows.items() if when), *self.refuses})


class PublicRoute(Route):
    """A route that everybody can read about."""

    def __init__(self, method: str, path: str, endpoint: Endpoint, shape: Shape) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.method, self.shape, self.roles = method, shape, shape.by.roles


class Published(NamedTuple):
    """A route in the place where it is found."""

    module: str
    path: str
    route: PublicRoute


class NumberConvertor(IntegerConvertor):
    """A number in a path: `{product_id:number}`. What is too large for a column names nothing."""

    regex = "[0-9]{1,9}"


class SlugConvertor(StringConvertor):
    """A name in a path: `{slug:slug}`."""

    regex = "[a-z0-9-]{1,40}"


register_url_convertor("number", NumberConvertor())
register_url_convertor("slug", SlugConvertor())
