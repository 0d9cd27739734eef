"""A blueprint as the shop's launch specification."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.communication import Breaker, Communication, Edge
from generators.blueprint.saga_actions import SAGA_ACTIONS
from generators.blueprint.transactions import Saga
from labs.commerce.spec import (
    REFERENCE_SAGA,
    BreakerPolicy,
    CallPolicy,
    Deployable,
    SagaStep,
    Secrets,
    Spec,
    SpecError,
    Stores,
    Tracing,
)
from labs.commerce.spec import Communication as CallPolicies
from labs.wiring.companions import keeps_data
from labs.wiring.errors import CannotLaunchError
from labs.wiring.layout import Replica

FOR_EVER_MS = 60_000
"""What stands for a call without a timeout: longer than any client waits."""

CHECKOUT_MS = 3_000
"""How long a customer waits for an order where no route says how long the gateway does."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a lab gives its shop."""

    database: Callable[[str], str]
    """Service -> URL of its database."""
    log: Callable[[str], str]
    """Part -> file; empty: its standard error."""
    spans: Callable[[str], str]
    """Part -> file."""
    trace_ratio: float
    cache: str
    """URL."""
    broker: str
    """URL."""
    mail: str
    """URL."""
    stores: Stores
    listen: str = ""
    """The address that services listen on, where it is not the one their peers find them at."""


def specification(blueprint: Blueprint, replicas: tuple[Replica, ...], given: Surroundings) -> Spec:
    """What the fork server launches."""
    transactions = blueprint.transactions
    return Spec(
        deployables=tuple(_deployable(blueprint, replica, given) for replica in replicas),
        peers=_peers(blueprint, replicas),
        cache=given.cache,
        broker=given.broker,
        mail=given.mail,
        secrets=Secrets(
            sealing_key=secrets.token_urlsafe(32), internal_token=secrets.token_urlsafe(24)
        ),
        checkout=transactions.checkout if transactions else "saga-orchestration",
        saga=saga_steps(blueprint),
        step_timeout_ms=_step_timeout_ms(blueprint),
        checkout_timeout_ms=_checkout_timeout_ms(blueprint),
        communication=call_policies(blueprint),
        tracing=Tracing(ratio=given.trace_ratio),
        stores=given.stores,
    )


def launchable(spec: Spec) -> Spec:
    """The same, once the shop has said that it can launch it.

    Raises:
        CannotLaunchError: it cannot be cut or wired so.
    """
    # the whole shop: whoever only writes a specification has no use for it
    from labs.commerce.host import preload

    try:
        preload(spec)
    except SpecError as error:
        raise CannotLaunchError("; ".join(error.problems)) from error
    return spec


def saga_steps(blueprint: Blueprint) -> tuple[SagaStep, ...]:
    """The learner's saga, step for step; the shop's own where the blueprint has none.

    The blueprint names services; the shop asks modules, wherever they are.
    """
    transactions = blueprint.transactions
    if transactions is None or transactions.saga is None:
        return REFERENCE_SAGA
    return tuple(
        SagaStep(step.action, SAGA_ACTIONS[step.action].module, step.compensation)
        for step in transactions.saga.steps
    )


def _checkout_timeout_ms(blueprint: Blueprint) -> int:
    """A customer is answered before the gateway gives up, however far the order is by then."""
    routes = blueprint.gateway.routes if blueprint.gateway else ()
    holder = blueprint.holders().get("orders")
    waits = [r.timeout_ms for r in routes if r.service == holder and r.module in (None, "orders")]
    return min(waits, default=CHECKOUT_MS)


def _step_timeout_ms(blueprint: Blueprint) -> int:
    saga = blueprint.transactions.saga if blueprint.transactions else None
    return (saga or Saga()).step_timeout_ms


def call_policies(blueprint: Blueprint) -> CallPolicies:
    """How each module is called. Of several callers the most patient one sets the bounds."""
    communication = blueprint.communication
    if communication is None:
        return CallPolicies()
    edges: dict[str, list[Edge]] = {}
    for edge in communication.edges:
        if edge.style == "sync":
            edges.setdefault(edge.callee, []).append(edge)
    return CallPolicies(
        peers={
            module: _policy(communication, callee, calls)
            for callee, calls in edges.items()
            for module in blueprint.services[callee].modules
        }
    )


def _policy(communication: Communication, callee: str, edges: list[Edge]) -> CallPolicy:
    return CallPolicy(
        timeout_ms=max(edge.timeout_ms or FOR_EVER_MS for edge in edges),
        retries=max(edge.retries for edge in edges),
        breaker=_breaker(communication.breakers.get(callee)),
    )


def _breaker(breaker: Breaker | None) -> BreakerPolicy:
    if breaker is None:
        return BreakerPolicy()
    return BreakerPolicy(
        failures=breaker.consecutive_failures,
        open_ms=breaker.open_ms,
        most_at_once=breaker.max_requests,
    )


def _deployable(blueprint: Blueprint, replica: Replica, given: Surroundings) -> Deployable:
    service = blueprint.services[replica.service]
    return Deployable(
        name=replica.service,
        modules=service.modules,
        database=given.database(replica.service) if keeps_data(service) else "",
        port=replica.port,
        host=replica.host,
        listen=given.listen,
        replica=replica.number,
        version=replica.version,
        log=given.log(replica.part),
        traces=given.spans(replica.part),
    )


def _peers(blueprint: Blueprint, replicas: tuple[Replica, ...]) -> dict[str, str]:
    """The first replica of the service that holds each module; calls go to those like it, too."""
    first: dict[str, str] = {}
    for replica in replicas:
        first.setdefault(replica.service, replica.url)
    return {module: first[service] for module, service in blueprint.holders().items()}
