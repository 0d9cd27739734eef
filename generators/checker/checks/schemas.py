"""Every object keeps to the schema of its kind: no field that its API does not know."""

from collections.abc import Iterator
from difflib import get_close_matches

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.manifest import Manifest
from generators.checker.schemas import Departure, departures, kinds_beside, schema_of

_SAID = 5
"""Allowed values that a finding names; more are no help."""


def conforming(cluster: Cluster) -> Iterator[ManifestFinding]:
    """What the API server refuses in one object alone, where we know the kind's schema."""
    for manifest in cluster.judged:
        kind = manifest.body.get("kind").text()
        known = schema_of(manifest.api, kind)
        if known is None:
            yield from _unknown(manifest, kind)
            continue
        schema, name = known
        for each in departures(manifest.body, name, schema):
            yield _told(each, kind)


def _unknown(manifest: Manifest, kind: str) -> Iterator[ManifestFinding]:
    # a template's place holder is no kind yet
    if kind.isalnum() and (known := kinds_beside(manifest.api)):
        at = manifest.body.get("kind").place
        params: dict[str, str | int] = {"kind": kind, "api": manifest.api}
        meant = "".join(get_close_matches(f"{manifest.api} {kind}", sorted(known), 1))
        yield ManifestFinding("kind-unknown", at.file, at.line, params, at.column, meant)


def _told(departure: Departure, kind: str) -> ManifestFinding:
    code, at, field, allowed = departure
    params: dict[str, str | int] = {"kind": kind, "field": field}
    written = field
    if code == "value-unknown":
        written = at.text()
        params |= {"value": written, "known": ", ".join(allowed[:_SAID])}
    meant = "".join(get_close_matches(written, allowed, 1))
    return ManifestFinding(code, at.place.file, at.place.line, params, at.place.column, meant)


CHECKS = (conforming,)
