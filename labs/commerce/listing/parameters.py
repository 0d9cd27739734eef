"""What a query string narrows a list to."""

from starlette.requests import Request

from labs.commerce.listing.narrowing import PRICE_MAX, RATING_MAX, Wanted
from labs.commerce.platform.serving.parameters import Choice, Number, Several, Words

_CATEGORY, _BRAND = Words("category"), Several("brand")
_PRICE_FROM = Number("price_from", default=0, high=PRICE_MAX)
_PRICE_TO = Number("price_to", default=PRICE_MAX, high=PRICE_MAX)
_RATING = Number("rating", default=0, high=RATING_MAX)
_AVAILABLE = Choice("available", ("", "true", "false"), "not-a-boolean")
_ATTRIBUTE = Several("attribute", "[a-z0-9]{1,40}:.+", "attribute-malformed")
NARROWING = (_CATEGORY, _BRAND, _PRICE_FROM, _PRICE_TO, _RATING, _AVAILABLE, _ATTRIBUTE)
_NAMES = frozenset(parameter.name for parameter in NARROWING)
_EVERYTHING = Wanted()


def wanted(request: Request) -> Wanted:
    """What the query string narrows a list to.

    `brand` and `attribute` (`colour:red`) can be repeated: of one kind any will do.
    """
    if _NAMES.isdisjoint(request.query_params):
        return _EVERYTHING
    return Wanted(
        category=_CATEGORY.of(request),
        brands=_BRAND.of(request),
        price_from=_PRICE_FROM.of(request),
        price_to=_PRICE_TO.of(request),
        rating=_RATING.of(request),
        available=_AVAILABLE.of(request) == "true",
        attributes=_by_code(_ATTRIBUTE.of(request)),
    )


def _by_code(choices: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    chosen: dict[str, list[str]] = {}
    for choice in choices:
        code, _, value = choice.partition(":")
        chosen.setdefault(code, []).append(value)
    return tuple((code, tuple(values)) for code, values in chosen.items())
