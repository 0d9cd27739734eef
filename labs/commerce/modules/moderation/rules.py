"""What the shop can decide about a review without a person."""

import re
from typing import NamedTuple

_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|ru|net|org|xyz|top)\b", re.IGNORECASE)
_SHOUTED = 0.7
_SHOUT_MIN = 20
_INSULTS = frozenset({"idiot", "idiots", "scum", "moron", "идиот", "идиоты", "мразь", "тупица"})
NOT_BOUGHT = "not-bought"
_WORD = re.compile(r"[\w-]+")


class Decision(NamedTuple):
    """What became of a review, and why."""

    status: str
    """`APPROVED`, `REJECTED`, or `WAITING` for a person."""
    reason: str = ""


def decide(text: str, *, verified: bool = True) -> Decision:
    """Reject advertising; leave insults, shouting and what no buyer wrote to a person.

    The rest is approved.
    """
    if _LINK.search(text):
        return Decision("REJECTED", "advertising")
    if _INSULTS & {word.lower() for word in _WORD.findall(text)}:
        return Decision("WAITING", "insult")
    letters = [letter for letter in text if letter.isalpha()]
    loud = sum(letter.isupper() for letter in letters)
    if len(letters) >= _SHOUT_MIN and loud / len(letters) >= _SHOUTED:
        return Decision("WAITING", "shouting")
    if not verified:
        return Decision("WAITING", NOT_BOUGHT)
    return Decision("APPROVED")
