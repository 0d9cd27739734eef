"""Names of up to eight bytes as numbers: sorting numbers them, where a dictionary waits for memory.

A million edges are two million names, and most lists of that length name their nodes shortly.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = NDArray[np.uint64]
"""A name each, its bytes from the lowest upwards."""

LONGEST = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(LONGEST + 1)], dtype=np.uint64)
_TAB, _NEWLINE, _BLANK = 9, 10, 32


def packed(data: bytes, separator: str | None, names: int) -> Packed | None:
    """The names between separators, blanks and ends of lines.

    None where one is longer, is not plain ASCII, or where there are not exactly so many.
    """
    if not data.isascii():
        return None
    framed = b"\n" + data + b"\n" * LONGEST
    buffer = np.frombuffer(framed, dtype=np.uint8)
    if ((buffer < _BLANK) & (buffer != _NEWLINE) & (buffer != _TAB)).any():
        return None
    begins, sizes = _spans(buffer, separator)
    if len(begins) != names or sizes.max(initial=0) > LONGEST:
        return None
    words = np.ndarray((len(framed) - LONGEST + 1,), dtype="<u8", buffer=framed, strides=(1,))
    return np.asarray(words[begins] & _MASKS[sizes], dtype=np.uint64)


def numbered(names: Packed) -> tuple[list[str], NDArray[Any]]:
    """The different names as they are first mentioned, and for each name its number among them."""
    known, first, at = np.unique(names, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(known), dtype=np.int32)
    number[order] = np.arange(len(known), dtype=np.int32)
    return unpacked(known[order]), number[at]


def unpacked(names: Packed) -> list[str]:
    """The names as text."""
    return list(names.astype("<u8").view(f"S{LONGEST}").astype(str).tolist())


def _spans(buffer: NDArray[Any], separator: str | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where each name begins, and its bytes."""
    filled = buffer > _BLANK
    if separator:
        filled &= buffer != ord(separator)
    changes = np.flatnonzero(filled[1:] != filled[:-1]) + 1
    return changes[::2], changes[1::2] - changes[::2]
