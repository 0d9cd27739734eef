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
    notifies: tuple[str, ...] = ()
    """Modules that it tells something and does not wait for."""


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

    def calls(self) -> set[tuple[str, str]]:
        """Pairs of services of which the first asks the second and waits."""
        return self._crossing({name: facts.calls for name, facts in self.facts.items()})

    def notices(self) -> set[tuple[str, str]]:
        """Pairs of services of which the first tells the second something."""
        return self._crossing({name: facts.notifies for name, facts in self.facts.items()})

    def _crossing(self, links: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
        pairs = {
            (self.holder[caller], self.holder[callee])
            for caller, callees in links.items()
            for callee in callees
            if caller in self.holder and callee in self.holder
        }
        return {(caller, callee) for caller, callee in pairs if caller != callee}
