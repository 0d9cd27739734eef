"""Where a tool comes from: a registry, in a throwaway environment, or this machine."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_INSTALLING_S = 600
_PLACE = Path("build/verify/tools").absolute()


class NotToBeHadError(Exception):
    """The tool cannot be brought here; says why."""


class Package(Protocol):
    """Brings programs. Safe to call again: what was brought stays."""

    @property
    def version(self) -> str:
        """What the table says; empty where it goes with the machine."""

    def programs(self) -> Path:
        """The folder of its programs.

        Raises:
            NotToBeHadError: it cannot be brought.
        """


@dataclass(frozen=True, slots=True)
class Wheels:
    """From PyPI, the first one being the tool; each set in an environment of its own."""

    pinned: tuple[str, ...]
    options: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        return self.pinned[0].partition("==")[2]

    def programs(self) -> Path:
        place = _PLACE / "-".join(self.pinned).replace("==", "-")
        if not (place / "ready").exists():
            _ran([sys.executable, "-m", "venv", "--clear", str(place)])
            install = [str(place / "bin/python"), "-m", "pip", "install", "-q"]
            _ran([*install, "--only-binary", ":all:", *self.options, *self.pinned])
            (place / "ready").touch()
        return place / "bin"


@dataclass(frozen=True, slots=True)
class Node:
    """From npm, the first one being the tool; only where Node is."""

    pinned: tuple[str, ...]

    @property
    def version(self) -> str:
        return self.pinned[0].rpartition("@")[2]

    @property
    def place(self) -> Path:
        """Where its packages are, for what has to lie beside them."""
        return _PLACE / self.pinned[0].replace("/", "-")

    def programs(self) -> Path:
        if shutil.which("npm") is None:
            raise NotToBeHadError("no Node on this machine")
        if not (self.place / "ready").exists():
            self.place.mkdir(parents=True, exist_ok=True)
            quiet = ["--silent", "--no-fund", "--no-audit", "--no-save"]
            _ran(["npm", "install", *quiet, "--prefix", str(self.place), *self.pinned])
            (self.place / "ready").touch()
        return self.place / "node_modules/.bin"


@dataclass(frozen=True, slots=True)
class Debian:
    """A program of this machine, else taken out of Debian's package without installing it."""

    package: str
    program: str
    version: str = ""

    def programs(self) -> Path:
        if found := shutil.which(self.program):
            return Path(found).parent
        if shutil.which("apt-get") is None:
            raise NotToBeHadError(f"no {self.program} on this machine, which has no apt")
        place = _PLACE / self.package
        if not (place / "ready").exists():
            place.mkdir(parents=True, exist_ok=True)
            _ran(["apt-get", "download", "-qq", self.package], place)
            (archive,) = place.glob("*.deb")
            _ran(["dpkg", "-x", str(archive), str(place)])
            (place / "ready").touch()
        return place / "usr/bin"


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that is here or not, and nowhere to be fetched from."""

    program: str
    version: str = ""

    def programs(self) -> Path:
        found = shutil.which(self.program)
        if found is None:
            raise NotToBeHadError(f"no {self.program} on this machine")
        return Path(found).parent


@dataclass(frozen=True, slots=True)
class Ours:
    """Locked with the project, in its own environment."""

    version: str = "locked"

    def programs(self) -> Path:
        return Path(sysconfig.get_path("scripts"))


def _ran(argv: Sequence[str], folder: Path | None = None) -> None:
    asked = subprocess.run(
        argv,
        cwd=folder,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=_INSTALLING_S,
    )
    if asked.returncode != 0:
        last = (asked.stderr or asked.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise NotToBeHadError(f"`{' '.join(argv[:3])} …` failed: {last[0]}")
