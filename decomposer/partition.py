"""Boundaries: which modules share a service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


class UnknownModuleError(LookupError):
    """The partition holds no such module."""

    def __init__(self, module: str, known: Iterable[str]) -> None:
        self.module = module
        self.known = tuple(known)
        super().__init__(module)


class UnknownServiceError(LookupError):
    """The partition has no such service."""

    def __init__(self, service: str, known: Iterable[str], module: str = "") -> None:
        self.service = service
        self.known = tuple(known)
        self.module = module
        """What was to go there, if anything."""
        super().__init__(service)


@dataclass(frozen=True)
class Partition:
    """Services and the modules each holds. Every module is in exactly one service."""

    name: str
    services: Mapping[str, tuple[str, ...]]

    @cached_property
    def service_of(self) -> Mapping[str, str]:
        """The service that holds a module."""
        return {m: service for service, modules in self.services.items() for m in modules}

    @cached_property
    def groups(self) -> frozenset[frozenset[str]]:
        """The cut itself, without names or order: equal groups mean equal boundaries."""
        return frozenset(frozenset(modules) for modules in self.services.values())

    def together(self, a: str, b: str) -> bool:
        """Whether two modules share a service."""
        return self.service_of[a] == self.service_of[b]

    def move(self, module: str, service: str) -> "Partition":
        """The same boundaries with `module` in `service`, which may be new.

        A service that is left without modules disappears.

        Raises:
            UnknownModuleError: no service holds `module`.
        """
        if module not in self.service_of:
            raise UnknownModuleError(module, self.service_of)
        if self.service_of[module] == service:
            return self
        kept = {name: tuple(m for m in held if m != module) for name, held in self.services.items()}
        kept[service] = (*kept.get(service, ()), module)
        return Partition(self.name, {name: held for name, held in kept.items() if held})

    def move_into(self, module: str, service: str) -> "Partition":
        """The same as `move`, into a service that there is.

        Raises:
            UnknownModuleError: no service holds `module`.
            UnknownServiceError: there is no such service.
        """
        moved = self.move(module, service)
        if service not in self.services:
            raise UnknownServiceError(service, self.services, module)
        return moved

    def merge(self, one: str, other: str) -> "Partition":
        """The same boundaries with two services as one, called as the first.

        Raises:
            UnknownServiceError: one of them is not there.
        """
        for service in (one, other):
            if service not in self.services:
                raise UnknownServiceError(service, self.services)
        if one == other:
            return self
        merged = {**self.services, one: (*self.services[one], *self.services[other])}
        return Partition(self.name, {name: held for name, held in merged.items() if name != other})

    def split(self, modules: Iterable[str]) -> "Partition":
        """The same boundaries with these modules in a service of their own, called as the first.

        Raises:
            UnknownModuleError: no service holds one of them.
        """
        first, *rest = modules
        free = (first, *(f"{first}-{i}" for i in range(2, len(self.services) + 2)))
        fresh = next(name for name in free if name not in self.services)
        cut = self.move(first, fresh)
        for module in rest:
            cut = cut.move(module, fresh)
        return cut


def monolith(modules: Iterable[str], service: str = "monolith") -> Partition:
    """One service that holds everything."""
    return Partition("monolith", {service: tuple(modules)})


def singletons(modules: Iterable[str]) -> Partition:
    """A service for each module, named after it."""
    return Partition("singletons", {module: (module,) for module in modules})
