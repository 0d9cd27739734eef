"""What decides generated files, as one digest: what is made of the same is the same."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import content
import decomposer
import generators
import workbench

_MAKERS = (content, decomposer, generators, workbench)
"""The packages that have a part in it: an edited template is another generator."""
_MADE = frozenset({"__pycache__"})


def deciding(blueprint: Path, *wishes: str) -> str:
    """The digest of a blueprint, of what else is wished for, and of the generator itself.

    Empty where the blueprint cannot be read: what is wrong is said by who needs it.
    """
    try:
        text = blueprint.read_bytes()
    except OSError:
        return ""
    digest = hashlib.sha256(text)
    digest.update("\0".join(wishes).encode())
    for package in _MAKERS:
        for root in package.__path__:
            for stamp in sorted(_stamps(root)):
                digest.update(stamp.encode())
    return digest.hexdigest()


def _stamps(folder: str) -> Iterator[str]:
    """Each file with its size and when it was last changed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in _MADE:
                    yield from _stamps(entry.path)
            else:
                told = entry.stat()
                yield f"{entry.path} {told.st_size} {told.st_mtime_ns}\n"
