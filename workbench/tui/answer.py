"""What workers report."""

from textual.message import Message


class Answer(Message):
    """Comes from a worker to the screen that asked; dropped where that screen has been left."""
