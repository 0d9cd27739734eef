"""The end of the terminal is the end of the workbench, and of the labs it owns."""

import os
import select
import sys
import threading

HUNG_UP = 129
"""The exit code of who was ended by SIGHUP, as a shell says it."""


def end_with(terminal: int) -> None:
    """End this process as soon as the terminal behind this descriptor is gone.

    The kernel tells only the leader of the terminal's session. Where that is `make`, it waits for
    the workbench before it ends, which would go on without a screen and without input.
    """
    if sys.platform == "linux":  # elsewhere `poll` may not know terminals
        threading.Thread(target=_watch, args=(terminal,), daemon=True, name="hang-up").start()


def _watch(terminal: int) -> None:
    """Wait for what is told unasked, a hang-up; what can be read is left to the reader."""
    gone = select.poll()
    gone.register(terminal, 0)
    gone.poll()
    # at once: to leave in order means to write to the terminal; labs end when their owner is gone
    os._exit(HUNG_UP)
