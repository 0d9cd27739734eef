"""The running shop, for one workbench: it ends when the workbench does."""

import os
from collections.abc import Callable, Sequence

from labs.runtime import LabStatus, Progress, Runtime
from workbench.usecases.shops import MINE, shop_blueprint
from workbench.usecases.workspace import Workspace

SHIPPED = ("reference", "proposal", "domains", "monolith")


class Laboratory:
    """One lab at a time."""

    def __init__(
        self, runtime: Callable[[], Runtime], workspace: Callable[[], Workspace | None]
    ) -> None:
        self._runtime = runtime
        self._workspace = workspace

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
