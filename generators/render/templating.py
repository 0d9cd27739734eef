"""Templates of files that are code: an undefined name fails, and compiling is done once."""

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from generators.render.reasons import marker

_COMPILED = "__pycache__"
"""In the folder of the templates, as Python keeps its modules."""


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder, in which `why` marks what it is called above."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is code, and names have a checked form
        bytecode_cache=_Compiled(folder / _COMPILED),
    )
    environment.globals["why"] = marker
    return environment


class _Compiled(BytecodeCache):
    """Compiled templates beside their sources; where nobody may write there, compiled each time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with self._place(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        place = self._place(bucket)
        unfinished = place.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(exist_ok=True)
            with unfinished.open("wb") as file:
                bucket.write_bytecode(cast("BinaryIO", file))
            unfinished.replace(place)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"
