"""Why a value was refused, in our own codes: pydantic explains itself in English only."""

from collections.abc import Mapping
from typing import Any

OWN_PREFIX = "problem-"
"""A `PydanticCustomError` whose type starts so carries a message id of ours."""

_CODES: Mapping[str, str] = {
    "int_type": "not-a-whole-number",
    "int_parsing": "not-a-whole-number",
    "int_from_float": "not-a-whole-number",
    "int_parsing_size": "not-a-whole-number",
    "float_type": "not-a-number",
    "float_parsing": "not-a-number",
    "finite_number": "not-a-number",
    "bool_type": "not-true-or-false",
    "bool_parsing": "not-true-or-false",
    "string_type": "not-text",
    "list_type": "not-a-list",
    "tuple_type": "not-a-list",
    "set_type": "not-a-list",
    "frozen_set_type": "not-a-list",
    "dict_type": "not-a-mapping",
    "mapping_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "greater_than": "not-greater",
    "greater_than_equal": "too-small",
    "less_than": "not-less",
    "less_than_equal": "too-large",
    "too_short": "too-few",
    "too_long": "too-many",
    "string_too_short": "text-too-short",
    "string_too_long": "text-too-long",
    "string_pattern_mismatch": "wrong-form",
    "ip_any_network": "not-a-network",
    "none_required": "not-empty",
}

_LIMITS = ("gt", "ge", "lt", "le", "min_length", "max_length", "pattern")


def reason(kind: str, context: Mapping[str, Any]) -> tuple[str, Mapping[str, str | int]]:
    """The code and the parameters for a pydantic error type; `bad-value` for a rare one."""
    limits = [context[name] for name in _LIMITS if name in context]
    params: dict[str, str | int] = {"limit": _shown(limits[0])} if limits else {}
    if kind.startswith(OWN_PREFIX):
        return kind.removeprefix(OWN_PREFIX), params
    return _CODES.get(kind, "bad-value"), params


def _shown(limit: object) -> str | int:
    return limit if isinstance(limit, int) else str(limit)
