"""What the plan of every lab says: decided before anything starts, read from one file."""

import secrets
import time
from typing import Self

import msgspec

from labs.supervising.directories import LabDirectory
from labs.supervising.errors import NoSuchLabError
from labs.supervising.owner import Owner
from labs.supervising.ports import LOOPBACK


class LabPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a runtime's own plan adds its parts to."""

    lab: str
    owner: Owner | None = None
    """Whose end ends the lab; None: nobody's."""
    password: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(24))
    """Of the servers that ask for one: other users of the machine get to none."""
    gateway_port: int
    made_at_s: float = msgspec.field(default_factory=time.time)
    """Since the epoch."""
    stands_in: dict[str, str] = {}
    """What is designed and cannot be had here -> what does its work."""
    ready_within_s: float = 180.0
    ends_after_s: float = 8 * 3600.0
    """A lab that nobody takes down ends by itself."""

    @property
    def gateway_url(self) -> str:
        """Where clients come in."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    def write(self, directory: LabDirectory) -> None:
        """Put the plan where the supervisor reads it."""
        directory.plan.touch(mode=0o600)
        directory.plan.write_bytes(msgspec.json.encode(self))

    @classmethod
    def read(cls, directory: LabDirectory) -> Self:
        """The plan that `write` put there.

        Raises:
            NoSuchLabError: there is none, or none that can be read.
        """
        try:
            return msgspec.json.decode(directory.plan.read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            raise NoSuchLabError(directory.lab) from None
