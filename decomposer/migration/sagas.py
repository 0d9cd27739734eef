"""What was one transaction and becomes a saga: its local steps, and what undoes each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decomposer.graph import Access, MonolithGraph, UseCase
from decomposer.partition import Partition

Compensations = Mapping[tuple[str, str], str]
"""Use case and module -> the action that undoes what the module wrote, where one is known."""


@dataclass(frozen=True, slots=True)
class SagaStep:
    """The writes of one module, which its service commits by itself."""

    module: str
    service: str
    writes: tuple[str, ...]
    compensation: str | None
    """The known action that undoes them; None where the step is last or nobody has named one."""
    last: bool
    """Nothing comes after it that could fail, so that it needs no compensation."""


@dataclass(frozen=True, slots=True)
class SagaNeeded:
    """A transaction that spans more services than before."""

    use_case: str
    services: tuple[str, ...]
    steps: tuple[SagaStep, ...]


def sagas_needed(
    graph: MonolithGraph, before: Partition, after: Partition, known: Compensations
) -> Iterator[SagaNeeded]:
    """The transactions that a step splits, or splits further."""
    for use_case in graph.use_cases:
        was, now = (_services(use_case, cut) for cut in (before, after))
        if len(now) > max(1, len(was)):
            yield SagaNeeded(use_case.name, now, tuple(_steps(use_case, after, known)))


def _services(use_case: UseCase, cut: Partition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cut.service_of[module] for module in use_case.participants))


def _steps(use_case: UseCase, cut: Partition, known: Compensations) -> Iterator[SagaStep]:
    modules = use_case.participants
    for module in modules:
        last = module == modules[-1]
        yield SagaStep(
            module,
            cut.service_of[module],
            _writes(use_case, module),
            None if last else known.get((use_case.name, module)),
            last,
        )


def _writes(use_case: UseCase, module: str) -> tuple[str, ...]:
    own = use_case.writes if module == use_case.entry else ()
    written = (
        entity
        for call in use_case.calls
        if call.callee == module and call.access is Access.WRITE and not call.deferred
        for entity in call.entities
    )
    return tuple(dict.fromkeys((*own, *written)))
