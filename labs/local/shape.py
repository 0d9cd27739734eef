"""What shapes a shop's databases before anybody has used it."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from labs import commerce
from labs.commerce.spec import Spec
from labs.local.servers.postgres import layout


def shape_of(spec: Spec) -> str:
    """The name of all that a first start writes; empty where it writes elsewhere, too.

    A change of the cut, of a seed, of a table or of the server makes another.
    """
    if spec.stores.catalogue or spec.stores.search:
        return ""
    cut = sorted((d.name, *d.modules) for d in spec.deployables if d.keeps_data)
    shaped = (layout(), _shop_code(), cut, spec.votes, spec.seed, spec.secrets.demo_password)
    return hashlib.sha256(msgspec.json.encode(shaped)).hexdigest()[:16]


def code_of(place: Path) -> str:
    """What tells a package from the same one with other tables, or with something else in them."""
    found = hashlib.sha256()
    for path in sorted(place.rglob("*")):
        if path.suffix in {".py", ".sql"}:
            found.update(f"{path.relative_to(place)}\0".encode() + path.read_bytes())
    return found.hexdigest()


@cache
def _shop_code() -> str:
    return code_of(Path(commerce.__path__[0]))
