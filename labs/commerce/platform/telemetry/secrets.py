"""What must never be written down, told by its name or by its shape."""

import re
from functools import cache

HIDDEN = "***"

SECRET_WORDS = (
    *("password", "passwd", "secret", "token", "authorization", "cookie", "signing", "apikey"),
    *("card", "cvc", "iban", "email", "phone", "address"),
)
"""A field whose name holds one of these is hidden whatever it says."""

_SHAPES = re.compile(
    r"-----BEGIN [^-]+-----.*?(?:-----END [^-]+-----|\Z)"  # a key
    r"|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"  # a signed token
    r"|\$argon2\S+"
    r"|(?i:bearer)\s+\S+"
    r"|(?<=://)[^\s/@]+:[^\s/@]+(?=@)"  # the name and password of an address
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|\b(?:pm|tok)_\w+"  # what the payment provider calls a card
    r"|(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{40,}",  # a random opaque token
    re.DOTALL,
)
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_NUMBERED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A UUID, as most requests are called: no secret has that shape, and to see it is quick."""
_NINE = 9


@cache
def is_secret(name: str) -> bool:
    """Whether a field of this name is hidden."""
    lowered = name.lower().replace("_", "").replace("-", "")
    return any(word in lowered for word in SECRET_WORDS)


def without_secrets(text: str) -> str:
    """The text with everything hidden that has the shape of a secret or of personal data."""
    if _NUMBERED.fullmatch(text):
        return text
    return _CARD.sub(_card_hidden, _SHAPES.sub(HIDDEN, text))


def _card_hidden(found: re.Match[str]) -> str:
    """Hide a number only if its check digit makes it a card's: orders have long numbers, too."""
    digits = [int(c) for c in found.group() if c.isdigit()]
    doubled = (2 * d - _NINE if 2 * d > _NINE else 2 * d for d in digits[-2::-2])
    return HIDDEN if (sum(digits[::-2]) + sum(doubled)) % 10 == 0 else found.group()
