"""What can go wrong while files are generated."""

from collections.abc import Iterable
from difflib import get_close_matches


class GenerateError(Exception):
    """The root. `code` is a message id: `generate-<code>` in the catalogue."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")


class NoSuchFileError(GenerateError):
    """No generated file is called so."""

    def __init__(self, path: str, known: Iterable[str]) -> None:
        near = get_close_matches(path, list(known), n=1, cutoff=0.4)
        if near:
            super().__init__("no-such-file-near", path=path, near=near[0])
        else:
            super().__init__("no-such-file", path=path)
