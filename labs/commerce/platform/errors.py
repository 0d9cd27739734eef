"""What can go wrong, as data: the shop answers with codes and never with prose."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

Param = str | int | float | bool | Sequence[str | int] | None


class ShopError(Exception):
    """The root. `status` is what HTTP says; `code` is what programs branch on."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, code: str, **params: Param) -> None:
        self.code = code
        self.params: Mapping[str, Param] = params
        super().__init__(f"{code} {params}" if params else code)


class DomainError(ShopError):
    """The shop's rules say no. Asking again changes nothing; in a saga it means compensate."""

    status = HTTPStatus.CONFLICT


class NotFoundError(DomainError):
    """There is no such thing."""

    status = HTTPStatus.NOT_FOUND


class InvalidError(DomainError):
    """The request makes no sense."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class UnauthenticatedError(DomainError):
    """Nobody vouches for the caller."""

    status = HTTPStatus.UNAUTHORIZED


class ForbiddenError(DomainError):
    """The caller is known and may not."""

    status = HTTPStatus.FORBIDDEN


class MethodNotAllowedError(DomainError):
    """The path exists, the method on it does not."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class ThrottledError(DomainError):
    """Too many attempts of late; `retryAfterS` says when the next one counts."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class UnavailableError(ShopError):
    """The work was certainly not done; asking again later may help."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class OutcomeUnknownError(ShopError):
    """The work may or may not have been done: only a repeat with the same natural key is safe."""

    status = HTTPStatus.GATEWAY_TIMEOUT


class PeerUnavailableError(UnavailableError):
    """Somebody asked for help did certainly nothing; whoever says so is well."""


class PeerInDoubtError(OutcomeUnknownError):
    """Whether somebody asked for help has acted is not known; whoever says so is well."""


class RemoteCallInTransactionError(RuntimeError):
    """A defect of ours: a network call would hold a database transaction open."""


def domain_error(status: int, code: str, params: Mapping[str, Param]) -> DomainError:
    """The error another deployable raised, raised again here."""
    error = DomainError(code, **params)
    error.status = HTTPStatus(status)
    return error
