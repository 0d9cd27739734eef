"""The cut on the board: picking, moving, undoing, doing again. Pure."""

from dataclasses import dataclass, field, replace

from workbench.ports.decomposition import NO_LIMITS, Cut, Limits

NEW = ""
"""The target that stands for a service of its own."""

Laid = tuple[Cut, Limits]
"""What lay on the board at some moment."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A module that waits for the other one of a limit."""

    kind: str
    """`together` or `apart`."""
    module: str


@dataclass(frozen=True, slots=True)
class Table:
    """The present cut, what is carried where, and the way back."""

    cut: Cut
    card: str
    """The module under the cursor."""
    target: str | None = None
    """Where the carried card would go; None: nothing is carried."""
    past: tuple[Laid, ...] = field(default=())
    future: tuple[Laid, ...] = field(default=())
    """What was undone, the last undone first."""
    limits: Limits = NO_LIMITS
    mark: Mark | None = None

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
        return replace(self, target=self.home, mark=None)

    def cancel(self) -> "Table":
        """Put it back, and forget a limit that waits for its other module."""
        return replace(self, target=None, mark=None)

    def drop(self) -> "Table":
        """Leave the card where it hovers."""
        if self.target is None or self.target == self.home:
            return self.cancel()
        return self.put(moved(self.cut, self.card, self.target))

    def undo(self) -> "Table":
        """What lay here before the last change."""
        if not self.past:
            return self
        return self._showing(self.past[-1], self.past[:-1], (self._laid, *self.future))

    def redo(self) -> "Table":
        """What was undone last."""
        if not self.future:
            return self
        return self._showing(self.future[0], (*self.past, self._laid), self.future[1:])

    def put(self, cut: Cut) -> "Table":
        """Another cut; undo leads back."""
        return self._showing((cut, self.limits), (*self.past, self._laid), ())

    def limit(self, limits: Limits) -> "Table":
        """Other limits; undo leads back."""
        return self._showing((self.cut, limits), (*self.past, self._laid), ())

    @property
    def _laid(self) -> Laid:
        return self.cut, self.limits

    def _showing(self, laid: Laid, past: tuple[Laid, ...], future: tuple[Laid, ...]) -> "Table":
        cut, limits = laid
        return Table(cut, self.card, past=past, future=future, limits=limits)


def begun(cut: Cut, limits: Limits = NO_LIMITS) -> Table:
    """A table with the cursor on the first card."""
    return Table(cut, next(module for modules in cut.values() for module in modules), limits=limits)


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
