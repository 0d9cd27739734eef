"""What a proposal knows about modules, and where a partition puts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generators.blueprint.services import Scaling, Store


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What the monolith's graph says about one module."""

    prefix: str
    """Its public path prefix."""
    team: str = ""
    scaling: Scaling = "balanced"
    store: Store = "postgresql"
    calls: tuple[str, ...] = ()
    """Modules that it asks and waits for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Modules with their facts, in their services."""

    services: Mapping[str, Sequence[str]]
    facts: Mapping[str, ModuleFacts]
    holder: Mapping[str, str] = field(init=False)
    """The service of each module."""

    def __post_init__(self) -> None:
        holder = {module: name for name, held in self.services.items() for module in held}
        object.__setattr__(self, "holder", holder)

    def has(self, *modules: str) -> bool:
        """Whether the partition holds all of them."""
        return all(module in self.holder for module in modules)

    def edges(self) -> list[tuple[str, str]]:
        """Calls that cross from one service to another, in a stable order."""
        crossing = {
            (self.holder[module], self.holder[callee])
            for module in self.holder
            if module in self.facts
            for callee in self.facts[module].calls
            if callee in self.holder
        }
        return sorted((a, b) for a, b in crossing if a != b)
