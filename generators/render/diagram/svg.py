"""From a Graphviz graph to an SVG that carries its icons with it."""

import base64
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from generators.errors import GenerateError

_PROGRAM = "graphviz-pure"
"""Draws the same bytes on every machine, which the system's `dot` does not."""

_LAYOUT_TIMEOUT_S = 60

_ICON = re.compile(r'xlink:href="(/[^"]+\.png)"')


def svg(dot: str) -> str:
    """Draw a graph.

    Raises:
        GenerateError: the drawing program is missing or fails.
    """
    program = _program()
    result = subprocess.run(
        [program, "-Tsvg"],
        input=dot,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_LAYOUT_TIMEOUT_S,
    )
    if result.returncode:
        raise GenerateError("drawing-failed", reason=result.stderr.strip()[:200])
    return _ICON.sub(lambda match: f'xlink:href="{_data_uri(Path(match[1]))}"', result.stdout)


def _program() -> str:
    beside_python = Path(sysconfig.get_path("scripts")) / _PROGRAM
    found = str(beside_python) if beside_python.is_file() else shutil.which(_PROGRAM)
    if found is None:
        raise GenerateError("drawing-program-missing", program=_PROGRAM)
    return found


def _data_uri(icon: Path) -> str:
    """The icon in the text: a path into this machine's packages means nothing elsewhere."""
    encoded = base64.b64encode(icon.read_bytes()).decode("ascii")
    return f"data:image/png;base64,{encoded}"
