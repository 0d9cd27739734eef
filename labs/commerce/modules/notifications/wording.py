"""Letters in the customer's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

Params = Mapping[str, str | int]
Templates = Mapping[str, Mapping[str, str]]

LANGUAGES = ("en", "ru")
_OTHER = "other"
_ORDER_DIGITS = 8
_SUMS = {"totalMinor": "total", "returnedMinor": "returned"}


class Words(NamedTuple):
    """What a customer reads."""

    subject: str
    text: str


def words(kind: str, params: Params, language: str) -> Words:
    """A letter about `kind`; a language the shop does not speak becomes English.

    Raises:
        KeyError: there is no such kind, or its template wants what `params` lack.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    templates = _templates(language)
    shown = {name: _shown(templates, kind, name, value) for name, value in params.items()}
    if "orderId" in params:
        shown["order"] = str(params["orderId"])[:_ORDER_DIGITS].upper()
    for name in _SUMS.keys() & params.keys():
        shown[_SUMS[name]] = money(int(params[name]), language)
    template = templates[kind]
    return Words(template["subject"].format_map(shown), template["text"].format_map(shown))


def money(minor: int, language: str) -> str:
    """Cents as euros, written as the language writes them: `€1,234.50`, `1 234,50 €`."""
    written = f"{minor / 100:,.2f}"
    if language == "ru":
        return written.replace(",", "\u00a0").replace(".", ",") + "\u00a0€"
    return f"€{written}"


def _shown(templates: Templates, kind: str, name: str, value: str | int) -> str:
    """A parameter in words where it is a code."""
    vocabulary = {
        ("order-cancelled", "reason"): templates["order-reasons"],
        ("order-refunded", "reason"): templates["refund-reasons"],
        ("review-rejected", "reason"): templates["review-reasons"],
        ("shipment-moved", "status"): templates["shipment-states"],
    }.get((kind, name))
    if vocabulary is None:
        return str(value)
    # a moderator's reason is written for the customer; a code without words is not
    return vocabulary.get(str(value)) or vocabulary.get(_OTHER) or str(value)


@cache
def _templates(language: str) -> Templates:
    package = resources.files(f"{__package__}.templates")
    return tomllib.loads(package.joinpath(f"{language}.toml").read_text("utf-8"))
