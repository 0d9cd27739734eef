"""The learner's own editor, in the place of the screen until it is closed."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

VARIABLES = ("VISUAL", "EDITOR")
_USUAL = ("sensible-editor", "nano", "vim", "vi")
"""Where neither variable is set."""

_PLUS = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe"}
)
"""They go to a line by `+LINE`."""

_COLON = frozenset({"hx", "helix", "zed", "subl"})
"""They take `FILE:LINE`."""

_WINDOWED = frozenset({"code", "codium", "code-insiders", "cursor"})
"""They give the terminal back at once unless they are told to wait."""


def command(path: Path, at: int) -> list[str]:
    """What opens a file at a line; empty where no editor is known."""
    chosen = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    words = shlex.split(chosen) or [name for name in _USUAL if shutil.which(name)][:1]
    if not words:
        return []
    name, place = Path(words[0]).name, f"{path}:{max(at, 1)}"
    if name in _PLUS:
        return [*words, f"+{max(at, 1)}", str(path)]
    if name in _COLON:
        return [*words, place]
    if name in _WINDOWED:
        return [*words, "--wait", "--goto", place]
    return [*words, str(path)]


def edit(words: list[str]) -> bool:
    """Run the editor and wait for its end; whether it ran at all."""
    try:
        subprocess.run(words, check=False)
    except OSError:
        return False
    return True
