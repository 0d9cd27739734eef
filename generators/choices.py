"""What differs between two blueprints, and what can go wrong because of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.choices import failure_modes
from generators.blueprint import Blueprint
from generators.blueprint.places import label


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that is another, or came, or went."""

    path: str
    """Its place in the blueprint: `events.broker`, `services.order.replicas`."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FailureModes:
    """Ids of what can go wrong, as a change of choices brings or takes it."""

    come: tuple[str, ...]
    go: tuple[str, ...]


def changes(before: Blueprint, after: Blueprint) -> tuple[Changed, ...]:
    """Every value that differs, in the order of the documents."""
    old, new = _values(before), _values(after)
    paths = dict.fromkeys((*old, *new))
    return tuple(
        Changed(path, old.get(path), new.get(path))
        for path in paths
        if old.get(path) != new.get(path)
    )


def failure_mode_changes(before: Blueprint, after: Blueprint) -> FailureModes:
    """What can go wrong after a change of choices and could not before, and the other way round."""
    old, new = _failure_modes(before), _failure_modes(after)
    return FailureModes(
        tuple(mode for mode in new if mode not in old),
        tuple(mode for mode in old if mode not in new),
    )


def _failure_modes(bp: Blueprint) -> dict[str, None]:
    modes = failure_modes()
    return dict.fromkeys(
        mode for choice, value in _choices(bp) for mode in modes[choice].get(value, ())
    )


def _choices(bp: Blueprint) -> Iterator[tuple[str, str]]:
    """The choices made, as the table of failure modes names them."""
    if bp.events:
        yield "events.broker", bp.events.broker
    if bp.mesh:
        yield "mesh.mode", bp.mesh.mode
        yield "mesh.mtls", bp.mesh.mtls
    if bp.communication:
        yield "communication.discovery", bp.communication.discovery
        for edge in bp.communication.edges:
            yield "communication.edges.style", edge.style
    if bp.transactions:
        yield "transactions.checkout", bp.transactions.checkout
    if bp.deployment:
        yield "deployment.ingress", bp.deployment.ingress
        yield "deployment.cloud", bp.deployment.cloud
    for service in bp.services.values():
        yield "services.store", service.store


def _values(bp: Blueprint) -> dict[str, str]:
    return dict(_leaves(bp.model_dump(mode="json", by_alias=True), ""))


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{label(item, index)}]")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    elif value is not None:
        yield path, str(value)
