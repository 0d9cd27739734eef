"""kubectl as our way in: it knows the configuration, signs us in, and passes on what we say."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from labs.kubernetes.api import ApiCluster
from labs.kubernetes.errors import (
    NoContextError,
    ToolFailedError,
    ToolMissingError,
    UnknownContextError,
)
from labs.kubernetes.private_folder import SOCKET, private_folder
from labs.supervising.processes import adopt

KUBECTL = "kubectl"
DONE_WITHIN_S = 30.0
_ENDS_WITHIN_S = 5.0
SPOKEN_IN: Mapping[str, str] = {"LC_ALL": "C", "LANG": "C"}
"""kubectl translates some of what it says."""


class Contexts(NamedTuple):
    """The clusters that kubectl knows."""

    current: str
    """Empty where none is chosen."""
    names: tuple[str, ...]


def call(tool: str, *arguments: str, within_s: float = DONE_WITHIN_S) -> str:
    """What a program prints.

    Raises:
        ToolMissingError: it is not on the path.
        ToolFailedError: it says no, or nothing at all for too long.
    """
    command = " ".join((tool, *arguments))
    try:
        done = subprocess.run(
            (found(tool), *arguments),
            stdin=subprocess.DEVNULL,  # kubectl would ask for a name and a password
            capture_output=True,
            timeout=within_s,
            check=False,
            env={**os.environ, **SPOKEN_IN},
        )
    except subprocess.TimeoutExpired:
        raise ToolFailedError(command, f"no answer within {within_s:g} s") from None
    if done.returncode:
        raise ToolFailedError(command, _reason(done.stderr or done.stdout))
    return done.stdout.decode(errors="replace")


def found(tool: str) -> str:
    """Where a program is.

    Raises:
        ToolMissingError: it is not on the path.
    """
    path = shutil.which(tool)
    if path is None:
        raise ToolMissingError(tool)
    return path


def contexts() -> Contexts:
    """The clusters that kubectl knows.

    Raises:
        LabError: there is no kubectl, or its configuration cannot be read.
    """
    known = json.loads(call(KUBECTL, "config", "view", "-o", "json"))
    names = (each["name"] for each in known.get("contexts") or [])
    return Contexts(known.get("current-context") or "", tuple(names))


def chosen_context(wanted: str | None = None) -> str:
    """The context that is wanted, else the current one.

    Raises:
        LabError: there is none such, or none at all.
    """
    known = contexts()
    if not wanted and not known.current:
        raise NoContextError
    if wanted and wanted not in known.names:
        raise UnknownContextError(wanted, ", ".join(known.names))
    return wanted or known.current


@contextmanager
def cluster_of(context: str) -> Iterator[ApiCluster]:
    """The cluster behind a context, for as long as the block lasts.

    The way there is a socket in a folder of our own: a port would let in every user of the machine.
    """
    with private_folder() as folder:
        path = folder / SOCKET
        with _proxy(context, path) as proxy:
            try:
                yield ApiCluster(context, lambda within_s: _SocketConnection(path, within_s))
            finally:
                _end(proxy)


class _SocketConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, within_s: float) -> None:
        super().__init__("localhost", timeout=within_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def _proxy(context: str, path: Path) -> "subprocess.Popen[bytes]":
    """`kubectl proxy`, once it listens."""
    arguments: Sequence[str] = ("--context", context, "proxy", "--unix-socket", str(path))
    process = subprocess.Popen(
        (found(KUBECTL), *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **SPOKEN_IN},
        preexec_fn=adopt(),  # noqa: PLW1509 - it must not outlive us
    )
    said = []
    for line in process.stdout or []:
        if line.startswith(b"Starting to serve"):
            return process
        said.append(line)  # a warning, or why it ended
    process.wait()
    raise ToolFailedError(f"{KUBECTL} proxy", _reason(b"".join(said)))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it; nobody waits for ever for one that does not hear."""
    process.terminate()
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _reason(said: bytes) -> str:
    """The last line that says something."""
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].removeprefix("error: ") if lines else ""
