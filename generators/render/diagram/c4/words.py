"""The words of C4 pictures."""

from collections.abc import Callable

from content.messages import Language, messages

Words = Callable[..., str]
"""A sentence of the catalogue, `c4-<code>`, in somebody's language."""


def words_in(language: Language) -> Words:
    """The words of a language."""
    catalogue = messages(language, "c4")

    def words(code: str, **params: object) -> str:
        return catalogue.text(f"c4-{code}", **params)

    return words
