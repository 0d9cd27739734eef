"""What the shop needs to run, in the very versions that it runs with here."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import cache_from_source
from pathlib import Path

SHOP = (
    *("starlette", "uvicorn", "uvloop", "httptools", "msgspec", "jinja2", "typing-extensions"),
    *("asyncpg", "nats-py", "valkey", "pymongo", "elasticsearch", "aiohttp"),
    *("confluent-kafka", "aio-pika"),
    *("argon2-cffi", "joserfc", "cryptography"),
    *("opentelemetry-sdk", "prometheus-client"),
)
"""What `labs/commerce` imports, and the HTTP client of one driver. A store's or a broker's driver
that is not installed here is left out: a lab that needs it is refused before."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_ONLY_WITH = re.compile(r";.*\bextra\s*==")
_NEVER_SHIPPED = {"..", "tests"}


def installed() -> tuple[Distribution, ...]:
    """The shop's requirements with all of theirs, as installed here; by name."""
    found: dict[str, Distribution] = {}
    waiting = list(SHOP)
    while waiting:
        name = _normal(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += _required(found[name])
    return tuple(found[name] for name in sorted(found))


def pinned(distributions: tuple[Distribution, ...]) -> str:
    """A requirements file of these."""
    return "".join(f"{_normal(d.name)}=={d.version}\n" for d in distributions)


def files(distributions: tuple[Distribution, ...]) -> Iterator[tuple[str, Path]]:
    """Path below an import directory -> file, of all that these installed there."""
    for each in distributions:
        for file in each.files or ():
            place = Path(str(file.locate()))
            if _NEVER_SHIPPED.isdisjoint(file.parts) and place.is_file():
                yield file.as_posix(), place
                yield from _compiled(file.parent.as_posix(), place)


def _compiled(folder: str, source: Path) -> Iterator[tuple[str, Path]]:
    """What Python compiled a source to, where it has: a start in a container need not."""
    if source.suffix == ".py":
        compiled = Path(cache_from_source(str(source)))
        if compiled.is_file():
            yield f"{folder}/__pycache__/{compiled.name}", compiled


def fit_an_image() -> bool:
    """Whether what is installed here runs in a Linux image of the same Python."""
    return platform.system() == "Linux" and platform.libc_ver()[0] == "glibc"


def _required(of: Distribution) -> Iterator[str]:
    for line in of.requires or ():
        name = _NAME.match(line)
        if name and not _ONLY_WITH.search(line):
            yield name.group()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
