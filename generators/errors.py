"""What can go wrong while files are generated."""


class GenerateError(Exception):
    """The root. `code` is a message id: `generate-<code>` in the catalogue."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")
