"""The cut on the board: picking, moving, undoing. Pure."""

from dataclasses import dataclass, field, replace

from workbench.ports.decomposition import Cut

NEW = ""
"""The target that stands for a service of its own."""


@dataclass(frozen=True, slots=True)
class Table:
    """The present cut, what is carried where, and the way back."""

    cut: Cut
    card: str
    """The module under the cursor."""
    target: str | None = None
    """Where the carried card would go; None: nothing is carried."""
    past: tuple[Cut, ...] = field(default=())

    @property
    def carrying(self) -> bool:
        """A card is picked up."""
        return self.target is not None

    @property
    def home(self) -> str:
        """The service that holds the card under the cursor."""
        return service_of(self.cut, self.card)

    def pick(self) -> "Table":
        """Pick the card up; it hovers over its own service."""
        return replace(self, target=self.home)

    def cancel(self) -> "Table":
        """Put it back."""
        return replace(self, target=None)

    def drop(self) -> "Table":
        """Leave the card where it hovers."""
        if self.target is None or self.target == self.home:
            return self.cancel()
        after = moved(self.cut, self.card, self.target)
        return replace(self, cut=after, target=None, past=(*self.past, self.cut))

    def undo(self) -> "Table":
        """The cut before the last change."""
        if not self.past:
            return self
        return replace(self, cut=self.past[-1], past=self.past[:-1], target=None)

    def put(self, cut: Cut) -> "Table":
        """Another cut altogether; undo leads back."""
        return replace(self, cut=cut, past=(*self.past, self.cut), target=None)


def begun(cut: Cut) -> Table:
    """A table with the cursor on the first card."""
    return Table(cut, next(module for modules in cut.values() for module in modules))


def service_of(cut: Cut, module: str) -> str:
    """The service that holds a module."""
    return next(service for service, modules in cut.items() if module in modules)


def moved(cut: Cut, module: str, target: str) -> Cut:
    """The cut with one module moved; a service left empty disappears."""
    home = service_of(cut, module)
    rest = {name: tuple(m for m in modules if m != module) for name, modules in cut.items()}
    if target == NEW:
        rest[_free_name(rest, module)] = (module,)
    elif target != home:
        rest[target] = (*rest[target], module)
    else:
        return cut
    return {name: modules for name, modules in rest.items() if modules}


def _free_name(cut: Cut, module: str) -> str:
    taken = {name for name, modules in cut.items() if modules}
    names = (module, *(f"{module}-{number}" for number in range(2, 100)))
    return next(name for name in names if name not in taken)
