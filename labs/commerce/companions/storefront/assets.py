"""Files that never change under their name: the name carries a hash of the content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from importlib import resources

from starlette.responses import Response

from labs.commerce.platform.errors import NotFoundError

PREFIX = "/assets"
FOR_EVER = "public, max-age=31536000, immutable"

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file under its hashed name."""

    content: bytes
    media_type: str


class Assets:
    """The style sheet, the script and the mark, read once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._urls: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}
        for name, content in files.items():
            stem, _, kind = name.rpartition(".")
            hashed = f"{stem}.{digest(content)}.{kind}"
            self._urls[name] = f"{PREFIX}/{hashed}"
            self._assets[hashed] = Asset(content, _TYPES[kind])

    def url(self, name: str) -> str:
        """Where a file is now."""
        return self._urls[name]

    def respond(self, hashed: str) -> Response:
        """The file of that exact version.

        Raises:
            NotFoundError: no such file, or another version of it.
        """
        asset = self._assets.get(hashed)
        if asset is None:
            raise NotFoundError("no-such-page")
        return lasting(asset.content, asset.media_type)


def lasting(content: bytes, media_type: str) -> Response:
    """A response that every cache on the way may keep for ever."""
    # a cache reckons the age of an answer from its date, and finds one without a date stale
    headers = {"cache-control": FOR_EVER, "date": formatdate(usegmt=True)}
    return Response(content, media_type=media_type, headers=headers)


def digest(content: bytes) -> str:
    """Enough of a hash to tell versions apart."""
    return hashlib.sha256(content).hexdigest()[:12]


def shipped() -> Assets:
    """The files that came with the shop."""
    folder = resources.files(__package__ or "").joinpath("assets")
    kept = (f for f in folder.iterdir() if f.name.rpartition(".")[2] in _TYPES)
    return Assets({f.name: f.read_bytes() for f in sorted(kept, key=lambda f: f.name)})
