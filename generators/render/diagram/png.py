"""The architecture as a picture of dots, where this machine has Graphviz."""

import shutil
import subprocess

from generators.blueprint import Blueprint
from generators.render.diagram.drawing import dot_source

PNG = "diagrams/architecture.png"
"""Beside the generated files: its bytes depend on the machine, so nobody compares or merges it."""

_TIMEOUT_S = 60


def png(bp: Blueprint) -> bytes | None:
    """The graph of `diagrams/architecture.svg`, drawn by `dot`.

    Nothing where there is no `dot`, or none that can draw this: the SVG says all of it.
    """
    program = shutil.which("dot")
    if program is None:
        return None
    try:
        drawn = subprocess.run(
            [program, "-Tpng"],
            input=dot_source(bp).encode(),
            capture_output=True,
            check=True,
            timeout=_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return drawn.stdout or None
