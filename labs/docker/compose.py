"""The compose program, and how a lab's project is given to it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from labs.docker.errors import ComposeMissingError
from labs.supervising.processes import adopt

ANSWER_WITHIN_S = 10
PLUGIN = ("docker", "compose")
PROGRAM = "docker-compose"
"""As a system's package or as the wheel of the extra `docker` brings it."""


def find_compose() -> tuple[str, ...]:
    """How compose is called here: the client's plugin, else a program of its own.

    Raises:
        ComposeMissingError: neither is there.
    """
    beside_python = str(Path(sys.executable).parent)
    search = os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath)])
    if (client := shutil.which(PLUGIN[0])) and _answers(client, PLUGIN[1]):
        return (client, PLUGIN[1])
    if (program := shutil.which(PROGRAM, path=search)) and _answers(program):
        return (program,)
    raise ComposeMissingError


def up_command(compose: tuple[str, ...], project: str, folder: Path, *files: str) -> list[str]:
    """Start a project and come back: images are here, and who is ready is told by events."""
    argv = [*compose, "--project-name", project, "--project-directory", str(folder)]
    argv += ["--progress", "quiet"]
    argv += [word for file in files for word in ("--file", str(folder / file))]
    return [*argv, "up", "--detach", "--no-build", "--pull", "never", "--quiet-pull"]


def begin(argv: Sequence[str]) -> subprocess.Popen[str]:
    """Start compose as a child of ours, which the kernel kills when we end."""
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=adopt(),  # noqa: PLW1509 - see above
    )


def cut_short(compose: subprocess.Popen[str]) -> bool:
    """Kill what `begin` started, and its children: the client's plugin is one and does the work.

    False where it had ended by itself.
    """
    was_at_work = compose.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(compose.pid, signal.SIGKILL)
    compose.wait()
    return was_at_work


def _answers(*command: str) -> bool:
    """Version 2 and later: the old one in Python knows neither health nor merging as we need it."""
    try:
        said = subprocess.run(
            [*command, "version", "--short"],
            capture_output=True,
            text=True,
            timeout=ANSWER_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and not said.stdout.lstrip("v").startswith("1.")
