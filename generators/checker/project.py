"""A compose project: its services, and what they rely on."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generators.checker.finding import ManifestFinding
from generators.checker.located import Value

_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Project:
    """What one compose file says."""

    body: Value

    def services(self) -> list[tuple[str, Value]]:
        """The services by name."""
        return self.body.get("services").entries()

    def service(self, name: str) -> Value:
        """A service, or its absence."""
        return self.body.get("services", name)

    def declared(self, part: str) -> tuple[str, ...]:
        """The networks, volumes, secrets or configs of the project."""
        own = tuple(name for name, _ in self.body.get(part).entries())
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
