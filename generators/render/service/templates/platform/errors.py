"""What can go wrong, as data: the service answers with codes and never with prose."""

from collections.abc import Mapping
from http import HTTPStatus


class ServiceError(Exception):
    """The root. `status` is what HTTP says; `code` is what programs branch on."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params: Mapping[str, object] = params
        super().__init__(f"{code} {params}" if params else code)


class DomainError(ServiceError):
    """The rules say no. Asking again changes nothing."""

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


class UnavailableError(ServiceError):
    """The work was certainly not done; asking again later may help."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class OutcomeUnknownError(ServiceError):
    """The work may or may not have been done."""

    status = HTTPStatus.GATEWAY_TIMEOUT


class NotWrittenError(ServiceError):
    """The contract promises this operation, and its rules are still to be written."""

    status = HTTPStatus.NOT_IMPLEMENTED

    def __init__(self, operation: str) -> None:
        super().__init__("not-written", operation=operation)


def refusal(status: int, code: str, params: Mapping[str, object]) -> DomainError:
    """The error that another service answered with, to be raised again here."""
    error = DomainError(code, **params)
    error.status = HTTPStatus(status)
    return error
