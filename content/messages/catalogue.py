"""Looking a sentence up and filling it in.

A catalogue is a folder of TOML files per language. A key holds a sentence with named places,
`"{module} is not in the graph"`, or a plural: a table with `one`, `few`, `many`, `other` (the CLDR
categories). A sentence counts with `{calls:call}`: the number `calls`, written as plural `call`.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any


class Language(StrEnum):
    """The languages of the course."""

    EN = "en"
    RU = "ru"


class UnknownMessageError(KeyError):
    """No catalogue file has this key: a fault of ours, found by `workbench author lint`."""


class Messages(Formatter):
    """The sentences of one language."""

    def __init__(self, language: Language, entries: Mapping[str, Any]) -> None:
        self.language = language
        self._entries = entries

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset(self._entries)

    def text(self, key: str, /, **params: object) -> str:
        """The sentence for `key` with its places filled.

        Raises:
            UnknownMessageError: the catalogue has no such key.
        """
        entry = self._entries.get(key)
        if entry is None:
            raise UnknownMessageError(key)
        if isinstance(entry, str):
            return self.vformat(entry, (), params)
        return self.count(key, int(str(params["n"])))

    def template(self, key: str) -> str:
        """The sentence for `key` with its places left open."""
        return str(self._entries[key])

    def count(self, key: str, n: int) -> str:
        """`n` things, in the grammatical form of the language: 1 вызов, 2 вызова, 5 вызовов."""
        forms = self._entries.get(key)
        if not isinstance(forms, dict):
            raise UnknownMessageError(key)
        form = forms.get(plural_category(self.language, n)) or forms["other"]
        return str(form).format(n=n)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - Formatter's signature
        """Write a number as a plural when the specification names one."""
        if format_spec and isinstance(self._entries.get(format_spec), dict):
            return self.count(format_spec, int(value))
        return str(super().format_field(value, format_spec))


def plural_category(language: Language, n: int) -> str:
    """The CLDR cardinal category of a whole number (Unicode CLDR, supplemental/plurals)."""
    n = abs(n)
    if language is Language.EN:
        return "one" if n == 1 else "other"
    if n % 10 == 1 and n % 100 != 11:  # noqa: PLR2004 - CLDR rule
        return "one"
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return "few"
    return "many"


@cache
def messages(language: Language, *areas: str) -> Messages:
    """The catalogue of a language; with `areas` only those files, so that start-up stays short."""
    folder = resources.files(__package__) / language.value
    entries: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        area, dot, ending = file.name.rpartition(".")
        if ending == "toml" and dot and (not areas or area in areas):
            entries |= tomllib.loads(file.read_text(encoding="utf-8"))
    return Messages(language, entries)
