"""The running shop, for one workbench: it ends when the workbench does."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from content.messages import Language, messages
from labs.runtime import LabStatus, Progress, Runtime
from workbench.ports.laboratory import Ground, Invariant, Measured, Sample, Story
from workbench.usecases.shops import MINE, shop_blueprint
from workbench.usecases.workspace import Workspace

if TYPE_CHECKING:
    from labs.traffic.results import Sample as Second

SHIPPED = ("reference", "proposal", "domains", "monolith")


class Laboratory:
    """One lab at a time."""

    def __init__(
        self,
        runtimes: Mapping[str, Callable[[], Runtime]],
        workspace: Callable[[], Workspace | None],
    ) -> None:
        self._runtimes = runtimes
        self._chosen = next(iter(runtimes))
        self._workspace = workspace

    def next_ground(self, language: str) -> Ground:
        """Run labs on the runtime after the present one from now on; after the last on the first.

        It says what this machine lacks for that.
        """
        from workbench.usecases.diagnosis import remedy

        names = list(self._runtimes)
        self._chosen = names[(names.index(self._chosen) + 1) % len(names)]
        words = messages(Language(language))
        lacks = (f"{s.what}: {remedy(s, words)}" for s in self._runtime().shortages())
        return Ground(self._chosen, tuple(lacks))

    def partitions(self) -> tuple[str, ...]:
        """What can be launched: the learner's blueprint, if any, and the shipped cuts."""
        return (MINE, *SHIPPED) if self._workspace() else SHIPPED

    def up(self, partition: str, on_progress: Callable[[Progress], None]) -> LabStatus:
        """Start the shop cut as `partition` and return when every part is ready."""
        blueprint = shop_blueprint(partition, self._workspace())
        return self._runtime().up(blueprint, owner_pid=os.getpid(), on_progress=on_progress)

    def down(self) -> bool:
        """Stop it; False where none ran."""
        return self._runtime().down()

    def status(self) -> LabStatus:
        """The lab as it is now."""
        return self._runtime().status()

    def otherwise(self, language: str) -> tuple[str, ...]:
        """In what the lab is not as it was designed: who does another server's work."""
        words = messages(Language(language), "labs")
        return tuple(words.text(f"lab-stands-in-{name}") for name in self.status().stands_in)

    def kill(self, part: str) -> None:
        """End a part at once; it is started again."""
        self._runtime().kill(part)

    def pause(self, part: str) -> None:
        """Freeze a part."""
        self._runtime().pause(part)

    def resume(self, part: str) -> None:
        """Let a frozen part go on."""
        self._runtime().resume(part)

    def logs(self, part: str, lines: int) -> Sequence[str]:
        """The last lines a part wrote."""
        return self._runtime().logs(part, lines=lines)

    def load(
        self, rps: float, on_sample: Callable[[Sample], None], stopped: Callable[[], bool]
    ) -> None:
        """Send shop traffic until `stopped` says so; a sample each second."""
        from workbench.usecases.loads import load_until

        def told(second: "Second") -> None:
            figures = second.latency
            on_sample(
                Sample(
                    second.at_s,
                    second.rps,
                    figures.p50_ms,
                    figures.p95_ms,
                    figures.p99_ms,
                    second.errors,
                )
            )

        load_until(self.status(), rps, told, stopped)

    def measure(
        self,
        partitions: Sequence[str],
        rps: float,
        on_stage: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> tuple[Measured, ...]:
        """Start each cut in turn under the same traffic; the last one is left running."""
        from workbench.usecases.measuring import measured

        found = []
        for partition in partitions:
            if stopped():
                break
            on_stage(partition)
            self.down()
            self.up(partition, lambda _: None)
            result = measured(partition, self.status, rps, stopped)
            found += [result] if result else []
        return tuple(found)

    def story(self) -> Story | None:
        """The latest order that was traced, as its events and its trace tell it."""
        from workbench.usecases.stories import latest_story

        status = self.status()
        return latest_story(status) if status.up else None

    def invariants(self, language: str) -> tuple[Invariant, ...]:
        """Ask the shop's stores now."""
        from workbench.usecases.audits import audit_shop

        return audit_shop(self._runtime(), messages(Language(language), "labs"))

    def _runtime(self) -> Runtime:
        return self._runtimes[self._chosen]()
