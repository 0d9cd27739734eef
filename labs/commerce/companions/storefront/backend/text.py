"""What the answers of several modules are made of."""

import msgspec

from labs.commerce.companions.storefront.language import Language


class Answered(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of an answer: what the pages need of it, whatever else there is."""


class Text(Answered, frozen=True, kw_only=True):
    """The same text in both languages."""

    ru: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in one of them."""
        return self.ru if language == "ru" else self.en
