"""What an API server says when it refuses: the `Status` kind of the API reference."""

import re
from typing import NamedTuple

from labs.kubernetes.objects import Json

_UNKNOWN_FIELD = re.compile(r'(unknown field|duplicate field) "([^"]+)"')


class Cause(NamedTuple):
    """One thing that is wrong with an object."""

    field: str
    """As the API writes it: `spec.template.spec.containers[0].image`; empty for the whole."""
    message: str


class Refusal(NamedTuple):
    """Why a request was refused."""

    code: int
    """Of HTTP."""
    reason: str
    """`Invalid`, `Forbidden`, `NotFound`, …; empty where the server gives none."""
    message: str
    kind: str = ""
    """What it is about, as the server says."""
    name: str = ""
    causes: tuple[Cause, ...] = ()


def refusal(said: Json) -> Refusal:
    """What a `Status` tells."""
    details = said.get("details") or {}
    message = str(said.get("message", ""))
    told = (Cause(str(c.get("field", "")), str(c.get("message", ""))) for c in _causes(details))
    return Refusal(
        int(said.get("code", 0)),
        str(said.get("reason", "")),
        message,
        str(details.get("kind", "")),
        str(details.get("name", "")),
        tuple(told) or _decoding_causes(message),
    )


def _causes(details: Json) -> list[Json]:
    return details.get("causes") or []


def _decoding_causes(message: str) -> tuple[Cause, ...]:
    """Fields that strict decoding does not know: the server names them in a sentence only."""
    return tuple(Cause(field, what) for what, field in _UNKNOWN_FIELD.findall(message))
