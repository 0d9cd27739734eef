"""A runtime in memory: everything the port promises, and no process."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from generators.blueprint import Blueprint
from labs.runtime import LabError, LabStatus, Part, Progress, Shortage, State

SERVERS = ("postgres", "valkey", "nats", "gateway")


class FakeLabError(LabError):
    def __init__(self, code: str, **params: str | float) -> None:
        self.code = code
        super().__init__(**params)


@dataclass
class FakeRuntime:
    """Labs that exist only here. A killed part is back as soon as anybody looks again."""

    missing: Sequence[Shortage] = ()
    never_ready: str = ""
    """A part that does not become ready."""
    name: str = "fake"
    labs: dict[str, LabStatus] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)

    def shortages(self) -> Sequence[Shortage]:
        return self.missing

    def up(
        self,
        blueprint: Blueprint,
        *,
        lab: str = "shop",
        owner_pid: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> LabStatus:
        self.down(lab)
        parts = [Part(name, "server", State.READY, "127.0.0.1:1") for name in SERVERS]
        parts += [Part(name, "service", State.READY, "127.0.0.1:1") for name in blueprint.services]
        for part in parts:
            on_progress(Progress(part.name, State.STARTING, 0.0))
            if part.name == self.never_ready:
                raise FakeLabError("not-ready", part=part.name, waited_s=0.0, reason="it is a fake")
            on_progress(Progress(part.name, State.READY, 0.0))
        status = LabStatus(lab, self.name, up=True, gateway_url="http://127.0.0.1:1")
        self.labs[lab] = replace(status, parts=tuple(parts))
        if owner_pid is not None:
            self.owners[lab] = owner_pid
        return self.labs[lab]

    def status(self, lab: str = "shop") -> LabStatus:
        self._end_what_has_no_owner()
        nowhere = LabStatus(lab, self.name, up=False)
        seen = self.labs.get(lab, nowhere)
        for part in seen.parts:
            if part.state is State.DOWN:
                back = replace(part, state=State.READY, restarts=part.restarts + 1)
                self._put(lab, back)
        return seen

    def down(self, lab: str = "shop") -> bool:
        self.owners.pop(lab, None)
        return self.labs.pop(lab, None) is not None

    def kill(self, part: str, *, lab: str = "shop") -> None:
        self._put(lab, replace(self._part(lab, part), state=State.DOWN))

    def pause(self, part: str, *, lab: str = "shop") -> None:
        self._put(lab, replace(self._part(lab, part), state=State.PAUSED))

    def resume(self, part: str, *, lab: str = "shop") -> None:
        self._put(lab, replace(self._part(lab, part), state=State.READY))

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        if self._part(lab, part).kind != "service":
            raise FakeLabError("no-crash-point", part=part, points=points)
        if self._part(lab, part).state is not State.READY:
            raise FakeLabError("not-armed", part=part)

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        return [f"{self._part(lab, part).name} is a fake"][:lines]

    def _part(self, lab: str, name: str) -> Part:
        if lab not in self.labs:
            raise FakeLabError("not-up", lab=lab)
        parts = self.labs[lab].parts
        for part in parts:
            if part.name == name:
                return part
        raise FakeLabError("unknown-part", part=name, known=", ".join(p.name for p in parts))

    def _put(self, lab: str, changed: Part) -> None:
        status = self.labs[lab]
        parts = tuple(changed if part.name == changed.name else part for part in status.parts)
        self.labs[lab] = replace(status, parts=parts)

    def _end_what_has_no_owner(self) -> None:
        for lab, pid in tuple(self.owners.items()):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                self.down(lab)
