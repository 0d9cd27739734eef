"""What a screen and the palette may ask of the application around them."""

from typing import Protocol

from content.messages import Messages
from workbench.ports import Services
from workbench.ports.course import Item


class Host(Protocol):
    """The application, as what is shown in it sees it."""

    services: Services
    language: str

    @property
    def words(self) -> Messages:
        """The interface's own sentences in the present language."""
        ...

    @property
    def items(self) -> tuple[Item, ...]:
        """Every lesson and exercise of the course, as far as known."""
        ...

    def open_item(self, item: str, kind: str, anchor: str = "") -> None:
        """Open a lesson (at an anchor) or an exercise."""
        ...

    def open_by_id(self, item_id: str) -> None:
        """Open an item of the course map, whatever it is."""
        ...

    def run_cut(self, partition: str) -> None:
        """Open the lab console and start this cut at once."""
        ...

    def action_decompose(self) -> None:
        """Open the decomposition board."""
        ...

    def action_blueprint(self) -> None:
        """Open the blueprint with the files that it becomes."""
        ...

    def action_lab(self) -> None:
        """Open the lab console."""
        ...

    async def action_back(self) -> None:
        """Leave the present screen."""
        ...
