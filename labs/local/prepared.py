"""PostgreSQL's data directories that lie ready, with the databases of a shop nobody has used.

Each shape of a shop has a place: `ready` is put into a lab by a rename, `whole` is only copied.
Both come by a rename, once they are complete and on the disk, so whatever is there can be used.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from labs.local.commands import run
from labs.local.errors import CommandFailedError
from labs.supervising.directories import cache_directory, size_mb

MARK = "workbench.prepared"
"""The file in a data directory that has its role and its databases already."""
ROOM_MB = 768
"""What all shapes together may take: both forms of the three cuts of the course."""
SPARE_MB = 2048
"""Nothing is prepared where the disk has less than this left."""


class Prepared:
    """The data directories of one shape, for every lab of this user."""

    def __init__(self, shape: str) -> None:
        self._place = prepared_directory() / shape
        self._whole, self._ready = self._place / "whole", self._place / "ready"

    @property
    def is_made(self) -> bool:
        """Whether there is something to take."""
        return self._whole.is_dir()

    @property
    def lies_ready(self) -> bool:
        """Whether the next lab need not wait for a copy."""
        return self._ready.is_dir()

    async def take(self, target: Path) -> bool:
        """Put a data directory at `target`. False: none was made yet.

        Two labs never get the same one: a name can be renamed once.

        Raises:
            CommandFailedError: it cannot be copied there.
        """
        with suppress(OSError):
            os.utime(self._place)
            self._ready.rename(target)
            return True
        return await self._copied(target)

    async def keep(self, made: Path) -> None:
        """Move a data directory whose server has ended in here."""
        draft = _draft()
        await run(["mv", "-T", str(made), str(draft)])
        await self._publish(draft, self._whole)

    async def lay_ready(self) -> None:
        """See to it that the next lab need not wait for a copy."""
        if self.lies_ready:
            return
        draft = _draft()
        await copy(self._whole, draft)
        await self._publish(draft, self._ready)

    async def _copied(self, target: Path) -> bool:
        before = _identity(self._whole)
        if before is None:
            return False
        try:
            await copy(self._whole, target)
        except CommandFailedError:
            if _identity(self._whole) == before:
                raise
        if _identity(self._whole) == before:
            return True
        shutil.rmtree(target, ignore_errors=True)  # it was removed while we copied
        return False

    async def _publish(self, draft: Path, place: Path) -> None:
        # a name that outlives a power cut must not outlive what it names
        await run(["sync", "--file-system", str(draft)])
        self._put(draft, place)

    def _put(self, draft: Path, place: Path) -> None:
        self._place.mkdir(mode=0o700, exist_ok=True)
        draft.rename(place)


def prepared_directory() -> Path:
    """Where they are kept."""
    return cache_directory() / "prepared"


@contextmanager
def sole_keeper() -> Iterator[bool]:
    """Whether nobody else prepares anything meanwhile; what others left unfinished is removed."""
    place = prepared_directory()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        for draft in place.glob("draft-*"):
            shutil.rmtree(draft, ignore_errors=True)
        yield True


def make_room(most_mb: float = ROOM_MB) -> None:
    """Remove the shapes that were used least lately until the others fit. For the sole keeper."""
    left_mb = most_mb
    for place in sorted(_shapes(), key=lambda found: -found.stat().st_mtime):
        left_mb -= size_mb(place)
        if left_mb < 0:
            # under another name first: whoever copies it must not see it shrink
            shutil.rmtree(place.rename(_draft()), ignore_errors=True)


def has_room() -> bool:
    """Whether the disk has enough left that we may take some for tomorrow."""
    return shutil.disk_usage(prepared_directory()).free > SPARE_MB * 2**20


async def copy(source: Path, target: Path) -> None:
    """Copy a data directory, sharing blocks where the file system can.

    Raises:
        CommandFailedError: the disk is full, or the source is gone.
    """
    await run(["cp", "-a", "--reflink=auto", str(source), str(target)])


def _shapes() -> Iterator[Path]:
    return (path for path in prepared_directory().iterdir() if (path / "whole").is_dir())


def _draft() -> Path:
    return prepared_directory() / f"draft-{os.getpid()}"


def _identity(place: Path) -> tuple[int, int] | None:
    """What tells a directory from one that has taken its place; None where there is none."""
    try:
        status = place.stat()
    except OSError:
        return None
    return status.st_ino, status.st_ctime_ns
