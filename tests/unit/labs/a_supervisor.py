"""A supervisor of labs that run nowhere; what becomes of one, its name says."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from labs.runtime import LabError, Progress, State
from labs.supervising.appointment import appointed
from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner
from labs.supervising.supervision import Supervision


class BrokenError(LabError):
    code = "broken"

    def __init__(self) -> None:
        super().__init__(part="orders")


@dataclass
class Nowhere:
    """Notes each time that it is taken away."""

    directory: LabDirectory

    def start(self, tell: Callable[[Progress], None], given_up: Callable[[], bool]) -> bool:
        tell(Progress("orders", State.STARTING, 0.0))
        match self.directory.lab:
            case "breaks":
                raise BrokenError
            case "is-wrong":
                raise ValueError("no such key")
            case "takes-long":
                while not given_up():
                    time.sleep(0.01)
        return not given_up()

    def keep(self) -> None:
        """Nothing runs."""

    def leave_nothing(self) -> None:
        with (self.directory.base / "taken-away").open("a") as notes:
            notes.write(f"{self.directory.lab}\n")
        if self.directory.lab == "breaks":
            raise BrokenError


@dataclass
class AsLongAs:
    owner: Owner | None = None
    ends_after_s: float = 60.0


if __name__ == "__main__":
    place = LabDirectory(*appointed())
    Supervision(place, Nowhere(place), AsLongAs()).run()
