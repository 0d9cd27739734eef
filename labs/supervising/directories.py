"""Where labs keep their files.

One base directory per user below the temporary directory, which can be entered but not listed. A
lab's own directory is closed to everybody else.
"""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from labs.supervising.errors import BadLabNameError, DiskFullError, NoPermissionError

PRODUCT = "architecture-workbench"
LONGEST_NAME = 32
"""Characters of a lab's name."""
LONGEST_BASE = 50
"""Characters. A Unix socket's path ends at 107: what remains is for the lab's name and for
`.postgres/.s.PGSQL.20000`, the longest that we put below it."""
ROOM_MB = 512
"""What a lab's data directory, write-ahead log and logs may need."""
_NAME = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_NAME - 1}}}")


@dataclass(frozen=True, slots=True)
class LabDirectory:
    """The places of one lab. Nothing exists until `create`."""

    base: Path
    lab: str

    @classmethod
    def of(cls, lab: str, base: Path | None = None) -> Self:
        """The places of a lab, with the base directory made sure of.

        Raises:
            BadLabNameError: the name could lead out of the base directory, which `remove` deletes
                from.
            NoPermissionError: the base directory is not ours or cannot be made.
        """
        if not _NAME.fullmatch(lab):
            raise BadLabNameError(lab, LONGEST_NAME)
        return cls(_own(base or default_base()), lab)

    @property
    def root(self) -> Path:
        """Ours alone: plan, state, control socket, keys, configuration, logs."""
        return self.base / self.lab

    @property
    def lock(self) -> Path:
        """Held by whoever starts, owns or stops the lab."""
        return self.base / f"{self.lab}.lock"

    @property
    def plan(self) -> Path:
        """What the supervisor runs."""
        return self.root / "plan.json"

    @property
    def state(self) -> Path:
        """The processes of the lab, for healing after a crash."""
        return self.root / "state.json"

    @property
    def came_up(self) -> Path:
        """Is there once every part has been ready."""
        return self.root / "came-up"

    def log(self, part: str) -> Path:
        """The file that a part writes to."""
        return self.root / "logs" / f"{part}.log"

    @property
    def traces(self) -> Path:
        """What the lab's processes write about the requests they served."""
        return self.root / "traces"

    def spans(self, part: str) -> Path:
        """The file that a part writes its spans to."""
        return self.traces / f"{part}.jsonl"

    @property
    def access_log(self) -> Path:
        """The gateway's, where each request tells its place in its trace."""
        return self.traces / "gateway.log"

    def endless(self) -> Iterator[Path]:
        """The files that grow for as long as the lab runs: whoever owns the lab cuts them."""
        yield from self.log("any").parent.iterdir()
        yield from self.traces.iterdir()

    def create(self) -> None:
        """Make the lab's own directories.

        Raises:
            NoPermissionError: somebody else holds the place.
            DiskFullError: there is less than `ROOM_MB` left.
        """
        free_mb = shutil.disk_usage(self.base).free // 2**20
        if free_mb < ROOM_MB:
            raise DiskFullError(self.base, free_mb, ROOM_MB)
        try:
            self.root.mkdir(mode=0o700)
            (self.root / "logs").mkdir()
            self.traces.mkdir()
        except OSError as error:
            raise NoPermissionError(self.root, error.strerror or "") from error

    def remove(self) -> None:
        """Delete everything but the lock."""
        shutil.rmtree(self.root, ignore_errors=True)


def default_base(runtime: str = "") -> Path:
    """The base directory of this user; with a runtime's name one beside it.

    So that labs of two runtimes may have the same name.
    """
    name = "-".join(filter(None, (PRODUCT, str(os.geteuid()), runtime)))
    place = Path(tempfile.gettempdir())
    if len(str(place / name)) > LONGEST_BASE:
        place = Path("/tmp")  # noqa: S108 - the directory below it is checked to be ours
    return place / name


def cache_directory() -> Path:
    """Where things that outlive a lab are kept; works without a home, too."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if not home or not os.access(home, os.W_OK):
        return _own(default_base()) / "cache"
    return Path(home) / (PRODUCT if os.environ.get("XDG_CACHE_HOME") else f".cache/{PRODUCT}")


def size_mb(place: Path) -> float:
    """What a directory takes on the disk, in MiB."""
    sizes = (path.lstat().st_blocks * 512 for path in place.rglob("*"))
    return sum(sizes) / 2**20


def _own(base: Path) -> Path:
    try:
        base.mkdir(mode=0o711, exist_ok=True)
        status = base.lstat()
    except OSError as error:
        raise NoPermissionError(base, error.strerror or "") from error
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise NoPermissionError(base, "not ours")
    base.chmod(0o711)
    return base
