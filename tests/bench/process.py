"""CPU of whole processes, as the system accounts for them."""

import os
import subprocess
import sys
from statistics import median

RUNS = 5


def cpu_s(*argv: str) -> float:
    """Median CPU seconds (user and system) of a command, after one warm-up."""
    return median(sorted(_once(argv) for _ in range(RUNS + 1))[:RUNS])


def python_cpu_s(code: str) -> float:
    """The same for a piece of Python in an interpreter of its own."""
    return cpu_s(sys.executable, "-c", code)


def _once(argv: tuple[str, ...]) -> float:
    # modules are compiled once, at the warm-up, as an installer leaves them
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    null = subprocess.DEVNULL
    subprocess.run(argv, check=True, env=env, stdout=null, stderr=null)
    after = os.times()
    used = after.children_user - before.children_user
    return used + after.children_system - before.children_system
