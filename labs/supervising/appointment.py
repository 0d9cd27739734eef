"""How a supervisor begins: `python -m … BASE LAB`."""

import os
import sys
from pathlib import Path


def appointed() -> tuple[Path, str]:
    """Become a process that nobody has to wait for; the lab that the command line names."""
    if os.fork():
        os._exit(0)
    base, lab = sys.argv[1:]
    return Path(base), lab
