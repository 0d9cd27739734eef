"""The whole document."""

from decomposer.documents import Model


class Blueprint(Model):
    """The learner's architecture."""

    format_version: int = 1
    name: str
