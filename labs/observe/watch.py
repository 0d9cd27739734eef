"""What changes in a lab from one look to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from labs.runtime import LabStatus, Part, State


@dataclass(frozen=True, slots=True)
class Change:
    """A part entered another state, or came back in between."""

    part: str
    before: State | None
    """None: the part is new."""
    after: State | None
    """None: the part is gone."""
    restarted: bool = False


def changes(before: LabStatus, after: LabStatus) -> Iterator[Change]:
    """What happened between two looks, in the order of the parts."""
    earlier = {part.name: part for part in before.parts}
    for part in after.parts:
        change = _change(earlier.pop(part.name, None), part)
        if change is not None:
            yield change
    for part in earlier.values():
        yield Change(part.name, part.state, None)


def _change(before: Part | None, after: Part) -> Change | None:
    if before is None:
        return Change(after.name, None, after.state)
    restarted = after.restarts > before.restarts
    if before.state is after.state and not restarted:
        return None
    return Change(after.name, before.state, after.state, restarted)
