"""The tree of visits of a use case: who waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from decomposer.graph import Access, UseCase
from decomposer.partition import Partition


@dataclass(slots=True)
class Visit:
    """One call that somebody waits for, with the calls it waits for itself."""

    module: str
    remote: bool
    """Whether the call crosses a boundary."""
    depth: int
    """Boundaries crossed from the entry to here."""
    reads: bool
    children: list["Visit"] = field(default_factory=list)

    def walk(self) -> Iterator["Visit"]:
        """This visit and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def visits(use_case: UseCase, partition: Partition) -> Visit:
    """The entry's visit. A call hangs on the latest visit of its caller; deferred ones on none."""
    root = Visit(use_case.entry, remote=False, depth=0, reads=True)
    latest = {use_case.entry: root}
    for call in use_case.calls:
        if call.deferred:
            continue
        caller = latest.get(call.caller, root)
        remote = not partition.together(call.caller, call.callee)
        reads = call.access is not Access.WRITE
        visit = Visit(call.callee, remote=remote, depth=caller.depth + remote, reads=reads)
        caller.children.append(visit)
        latest[call.callee] = visit
    return root
