"""What can be wrong with a request for content, or with the content itself."""


class ContentError(Exception):
    """The root of this package's errors."""


class UnknownContentError(ContentError):
    """Nothing of this kind has this id."""

    def __init__(self, kind: str, wanted: str, known: tuple[str, ...]) -> None:
        self.kind = kind
        self.wanted = wanted
        self.known = known
        super().__init__(f"no {kind} {wanted!r}; there are: {', '.join(known)}")


class MalformedContentError(ContentError):
    """A file of the course does not have its shape: a fault of its author, never of the reader."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}")
