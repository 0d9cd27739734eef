"""The pages' texts in one language: sentences, plurals, money, dates."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources

from labs.commerce.companions.storefront.language import Language

Sentence = str | Mapping[str, str]

_PLURALS = frozenset({"one", "few", "many"})
_NBSP = "\N{NO-BREAK SPACE}"
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽"}


class Words:
    """Every sentence of one language by its key, `cart.title` for one."""

    def __init__(self, language: Language, sentences: Mapping[str, Sentence]) -> None:
        self.language = language
        self.sentences = sentences

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence, with its parameters; of several plural forms the one that fits `n`.

        Raises:
            KeyError: there is no such sentence.
        """
        return self._said(key, params).format_map(params)

    def either(self, *keys: str, **params: object) -> str:
        """The first of several sentences that exists, as far as its parameters are known."""
        key = next(key for key in keys if key in self.sentences)
        return self._said(key, params).format_map(_Lenient(params))

    def _said(self, key: str, params: Mapping[str, object]) -> str:
        sentence = self.sentences[key]
        if isinstance(sentence, str):
            return sentence
        return sentence[self._plural(int(str(params["n"])))]

    def money(self, minor: int, currency: str = "EUR") -> str:
        """`€1,234.90`, or `1 234,90 €`."""
        sign = _SIGNS.get(currency, currency)
        amount = f"{abs(minor) / 100:,.2f}"
        minus = "−" if minor < 0 else ""
        if self.language == "ru":
            amount = amount.replace(",", _NBSP).replace(".", ",")
            return f"{minus}{amount}{_NBSP}{sign}"
        return f"{minus}{sign}{amount}"

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        shown = f"{value:,}"
        return shown.replace(",", _NBSP).replace(".", ",") if self.language == "ru" else shown

    def day(self, moment: datetime) -> str:
        """`22 November 2026`, or `22 ноября 2026`."""
        return f"{moment.day}{_NBSP}{self(f'months.{moment.month}')} {moment.year}"

    def time(self, moment: datetime) -> str:
        """Day, hour and minute, in UTC."""
        return f"{self.day(moment)}, {moment:%H:%M}"

    def _plural(self, n: int) -> str:
        """The plural category (Unicode CLDR) of a whole number."""
        if self.language == "en":
            return "one" if n == 1 else "many"
        if n % 10 == 1 and n % 100 != 11:  # noqa: PLR2004 - the grammar's own numbers
            return "one"
        return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


class _Lenient(dict[str, object]):
    """Parameters; one that is not known is left out of the sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def words(language: Language) -> Words:
    """The texts of a language, read once."""
    text = resources.files(__package__ or "").joinpath(f"texts/{language}.toml").read_text("utf-8")
    return Words(language, dict(_flat("", tomllib.loads(text))))


def _flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and not value.keys() <= _PLURALS:
            found += _flat(f"{key}.", value)
        else:
            found.append((key, value))  # type: ignore[arg-type]  # TOML: a string or its plurals
    return found
