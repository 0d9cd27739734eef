"""The suffix of a generated ConfigMap or Secret: another content makes another name.

Source: kustomize, `api/hasher`: the same bytes give the same suffix.
"""

import hashlib
import json

from generators.checker.kustomizing.plain import Plain, plain
from generators.checker.located import Value

_LENGTH = 10
_LETTERS = str.maketrans("013ae", "ghkmt")
"""No digit or vowel that could make a word."""


def suffix(body: Value) -> str:
    """Ten characters that tell the content."""
    content: dict[str, Plain] = {
        "kind": body.get("kind").text(),
        "name": "",
        "data": plain(body.get("data")) or "",
    }
    if body.get("binaryData"):
        content["binaryData"] = plain(body.get("binaryData"))
    if content["kind"] == "Secret":
        content["type"] = body.get("type").text()
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH].translate(_LETTERS)
