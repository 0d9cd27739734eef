"""Showing where a query was found: as HTML in which only the marks are markup."""

import html

from labs.commerce.platform.messages import Message

BEGIN, END = "\ue000", "\ue001"
"""What index engines mark with: of the private use area, so that no text means it."""


class Marked(Message, frozen=True):
    """A product's texts as HTML, with `<mark>` around what was found."""

    name: str
    description: str
    """The part of it that matters."""


def marked(text: str) -> str:
    """A text with marks as HTML; everything else in it is shown as it is."""
    escaped = html.escape(text)
    if escaped.count(BEGIN) != escaped.count(END):
        return escaped.replace(BEGIN, "").replace(END, "")
    return escaped.replace(BEGIN, "<mark>").replace(END, "</mark>")


def unmarked(text: str) -> str:
    """A text without what would pass for marks."""
    return text.replace(BEGIN, "").replace(END, "")
