"""Which of the shop's languages a visitor reads."""

from typing import Literal, get_args

Language = Literal["ru", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "en"


def known(name: str | None) -> Language | None:
    """The language of that name, if the shop speaks it."""
    return next((language for language in LANGUAGES if language == name), None)


def preferred(accept_language: str) -> Language:
    """The best of the shop's languages for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    wishes = [_wish(part) for part in accept_language.split(",")]
    ranked = sorted((w for w in wishes if w[0] > 0), key=lambda wish: -wish[0])
    spoken = (known(tag) for _, tag in ranked)
    return next((language for language in spoken if language), DEFAULT)


def _wish(part: str) -> tuple[float, str]:
    tag, _, parameter = part.strip().partition(";")
    name, _, value = parameter.strip().partition("=")
    primary = tag.split("-")[0].strip().lower()
    return (_quality(value) if name == "q" else 1.0), primary


def _quality(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
