"""A compose project: its services, and what they rely on."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from generators.checker.finding import ManifestFinding
from generators.checker.located import Value

_DEFAULT = "default"
_BASE = re.compile(r"(?:docker-)?compose\.ya?ml")


@dataclass(frozen=True, slots=True)
class Project:
    """What one compose file says, and those that it is read together with."""

    body: Value
    beside: tuple[Value, ...] = ()
    is_open: bool = False
    """It includes a file that is not at hand."""

    def services(self) -> list[tuple[str, Value]]:
        """The services by name."""
        return self.body.get("services").entries()

    def service(self, name: str) -> Value:
        """A service, or its absence; of several files the own one comes first."""
        every = (each.get("services", name) for each in (self.body, *self.beside))
        return next((each for each in every if each), self.body.get("services", name))

    def checks_health(self, name: str) -> bool:
        """Whether any file checks the health of a service; its own image may bring a check."""
        own = [each.get("services", name) for each in (self.body, *self.beside)]
        checks = [each.get("healthcheck") for each in own if each.get("healthcheck")]
        if not checks:
            return any(each.get("build") or each.get("extends") for each in own)
        last = checks[0]
        return not (last.get("disable").truth() or last.get("test").text() == "NONE")

    def declared(self, part: str) -> tuple[str, ...]:
        """The networks, volumes, secrets or configs of the project."""
        files = (self.body, *self.beside)
        own = tuple(name for each in files for name, _ in each.get(part).entries())
        return (*own, _DEFAULT) if part == "networks" else own

    def waits_for(self, service: Value) -> Iterator[tuple[str, Value, str]]:
        """What a service waits for: a name, where it stands, on what condition."""
        for other in service.get("depends_on").items():
            yield other.text(), other, "service_started"
        for name, setting in service.get("depends_on").entries():
            if setting.get("required").truth() is not False:
                yield name, setting, setting.get("condition").text("service_started")

    def uses(self, service: Value) -> dict[str, list[tuple[str, Value]]]:
        """The networks, volumes, secrets and configs that a service names."""
        volumes = [(_source(each), each) for each in service.get("volumes").items()]
        return {
            "networks": _names(service.get("networks")),
            "volumes": [(name, at) for name, at in volumes if name],
            "secrets": _names(service.get("secrets")),
            "configs": _names(service.get("configs")),
        }

    def finding(self, code: str, at: Value, /, **params: str | int) -> ManifestFinding:
        """A finding in this project."""
        return self.mistaken(code, at, "", (), **params)

    def mistaken(
        self, code: str, at: Value, written: str, known: tuple[str, ...], /, **params: str | int
    ) -> ManifestFinding:
        """A finding about a name that is none of those known; the nearest is suggested."""
        meant = "".join(get_close_matches(written, known, 1))
        place = at.place
        return ManifestFinding(code, place.file, place.line, params, place.column, meant)


def projects(bodies: Sequence[Value]) -> list[Project]:
    """A project for each file: with what it includes, and an overlay with the files beside it."""
    return [_project(body, bodies) for body in bodies]


def _project(body: Value, bodies: Sequence[Value]) -> Project:
    folder, name = posixpath.split(body.place.file)
    included = {posixpath.normpath(posixpath.join(folder, path)) for path in _included(body)}
    at_hand = {each.place.file for each in bodies}
    beside = tuple(
        each
        for each in bodies
        if each is not body
        and (
            each.place.file in included
            or (not _BASE.fullmatch(name) and posixpath.dirname(each.place.file) == folder)
        )
    )
    return Project(body, beside, is_open=not included <= at_hand)


def _included(body: Value) -> Iterator[str]:
    for each in body.get("include").items():
        path = each.get("path") or each
        yield from (one.text() for one in (path.items() or [path]))


def _names(used: Value) -> list[tuple[str, Value]]:
    listed = [(each.get("source").text(each.text()), each) for each in used.items()]
    return [*listed, *used.entries()]


def _source(volume: Value) -> str:
    """The named volume that a mount takes; empty for a folder of the host, or for none."""
    if volume.get("type"):
        return volume.get("source").text() if volume.get("type").text() == "volume" else ""
    source, colon, _ = volume.text().partition(":")
    return (
        "" if not colon or source[:1] in {".", "/", "~", "$", "\\"} or len(source) == 1 else source
    )
