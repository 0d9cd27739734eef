"""Files beside the generated ones: made again whenever somebody likes, never merged or compared."""

from pathlib import Path

from generators.errors import GenerateError
from generators.writing.places import OWN_FOLDER, check_places


def put_beside(path: str, content: bytes, out: Path) -> None:
    """Put `content` at `path` below `out`, whole or not at all.

    Raises:
        GenerateError: it leads out of `out`, or the disk does not take it.
    """
    check_places([path], out)
    staged = out / OWN_FOLDER / "beside"
    try:
        staged.parent.mkdir(parents=True, exist_ok=True)
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(content)
        staged.replace(out / path)
    except OSError as error:
        reason = error.strerror or ""
        raise GenerateError("failed", path=str(out / path), reason=reason) from None
