"""Which language to speak: said for this run, remembered, or the system's."""

import os
import sys
from pathlib import Path

from content.messages import Language
from workbench.home import config_dir

ENVIRONMENT = "WORKBENCH_LANG"


def chosen_language() -> Language:
    """The language of this run: `--lang`, `WORKBENCH_LANG`, the remembered one, the locale's."""
    said = _said_on_the_command_line() or os.environ.get(ENVIRONMENT) or _remembered()
    if said in (*Language,):
        return Language(said)
    locale = next(
        (os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), ""
    )
    return Language.RU if locale.lower().startswith("ru") else Language.EN


def remember_language(language: Language) -> None:
    """Speak this language from now on. A folder that cannot be written is no reason to stop."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(language.value, encoding="ascii")
    except OSError:
        return


def _file() -> Path:
    return config_dir() / "language"


def _remembered() -> str:
    try:
        return _file().read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _said_on_the_command_line() -> str:
    """Help texts are chosen before the options are parsed, so this one is looked for by hand."""
    for index, argument in enumerate(sys.argv[1:], start=1):
        if argument == "--lang" and index + 1 < len(sys.argv):
            return sys.argv[index + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return ""
