"""Where the workbench keeps what is not the learner's: progress, caches, the language."""

import os
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("architecture-workbench", appauthor=False)


def _under(part: str, otherwise: Path) -> Path:
    home = os.environ.get("WORKBENCH_HOME")
    return Path(home) / part if home else otherwise


def data_dir() -> Path:
    """Progress. `WORKBENCH_HOME` moves it, with everything else, under one folder."""
    return _under("data", _DIRS.user_data_path)


def config_dir() -> Path:
    """The remembered language."""
    return _under("config", _DIRS.user_config_path)
