"""Objects of the Kubernetes API as this package passes them around."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Json = Mapping[str, Any]
"""An object as the API writes it: whatever its kind, so of no type of ours."""


class Reference(NamedTuple):
    """The address of an object."""

    api: str
    """`v1`, `apps/v1`."""
    kind: str
    name: str
    namespace: str = ""
    """Empty for what belongs to the whole cluster."""


def reference(found: Json) -> Reference:
    """The address that an object carries."""
    metadata = found.get("metadata") or {}
    return Reference(
        str(found.get("apiVersion", "")),
        str(found.get("kind", "")),
        str(metadata.get("name", "")),
        str(metadata.get("namespace", "")),
    )
