"""How orders is put together."""

from datetime import timedelta

from labs.commerce.choreography.plan import plan
from labs.commerce.modules.cart.api import Cart
from labs.commerce.modules.orders.actions import ACTIONS, ShopActions, TracedActions
from labs.commerce.modules.orders.api import Orders
from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.orders.chain_store import ChainStore
from labs.commerce.modules.orders.checkout import (
    AcidCheckout,
    Checkout,
    ChoreographedCheckout,
    SagaCheckout,
)
from labs.commerce.modules.orders.choreography import OrderPart
from labs.commerce.modules.orders.driving import Driving
from labs.commerce.modules.orders.endings import Endings
from labs.commerce.modules.orders.expiry import Expiry
from labs.commerce.modules.orders.gauges import gauges
from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.own_steps import NotedSteps
from labs.commerce.modules.orders.rebuilding import Rebuilding
from labs.commerce.modules.orders.recovery import Recovery
from labs.commerce.modules.orders.refunds import refund_handlers
from labs.commerce.modules.orders.routes import routes
from labs.commerce.modules.orders.saga_store import SagaStore
from labs.commerce.modules.orders.service import OrdersService, Sagas
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.modules.orders.two_phase_commit import Coordinator, TwoPhaseCheckout
from labs.commerce.modules.orders.two_phase_commit_log import CoordinatorLog
from labs.commerce.modules.orders.two_phase_commit_recovery import TwoPhaseRecovery
from labs.commerce.modules.orders.two_phase_commit_votes import Voter, Voters
from labs.commerce.modules.orders.withdrawals import Withdrawals, WithdrawalStore
from labs.commerce.modules.payments.api import Payments
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.reservations.api import Reservations
from labs.commerce.modules.shipping.api import Shipping
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.spec import Spec
from labs.commerce.two_phase.api import Participant


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = OrdersStore(parts.database)
    book = OrderBook(parts.database, store, parts.outbox, parts.clock)
    if parts.spec.checkout == "saga-choreography":
        return _choreographed(parts, book)
    return _coordinated(parts, book)


def _coordinated(parts: Parts, book: OrderBook) -> Assembly:
    """One transaction, one over several databases, or the orchestrator.

    The other modules do what they are told.
    """
    actions = ShopActions(
        book,
        parts.peer("reservations", Reservations),
        parts.peer("payments", Payments),
        parts.peer("shipping", Shipping),
        parts.spec.step_timeout_ms / 1000,
    )
    sagas = SagaStore(parts.database, parts.instance)
    if parts.spec.votes:
        return _voted(parts, book, actions, sagas)
    orchestrator = Orchestrator(
        TracedActions(actions, parts.tracer),
        NotedSteps(book, sagas, actions, parts.tracer),
        sagas,
        parts.database.transaction,
        parts.log,
        _deadline(parts),
    )
    checkout = _checkout(parts, book, actions, sagas, orchestrator)
    service = _service(parts, book, sagas, checkout)
    recovery = Recovery(sagas, orchestrator, parts.log)
    measure = gauges(parts.database, _deadline(parts), coordinated=True)
    return Assembly(
        service,
        routes(service),
        refund_handlers(book),
        background=[recovery.run, service.withdrawals.run],
        measure=measure,
    )


def _voted(parts: Parts, book: OrderBook, actions: ShopActions, sagas: SagaStore) -> Assembly:
    """One transaction over all databases that the checkout is cut into."""
    coordinator = Coordinator(
        CoordinatorLog(parts.database, parts.instance),
        _voters(parts),
        actions.payments,
        book,
        _deadline(parts),
        parts.log,
    )
    checkout = TwoPhaseCheckout(coordinator, actions, _driving(parts))
    service = _service(parts, book, sagas, checkout)
    recovery = TwoPhaseRecovery(coordinator, parts.log)
    background = [recovery.run, service.withdrawals.run]
    return Assembly(service, routes(service), refund_handlers(book), background)


def _voters(parts: Parts) -> Voters:
    """Every deployable with a part in the checkout, ours first."""
    cuts = sorted(parts.spec.checkout_cuts, key=lambda modules: "orders" not in modules)
    return Voters([Voter(parts.participant(modules[0], Participant), modules) for modules in cuts])


def _choreographed(parts: Parts, book: OrderBook) -> Assembly:
    """Nobody is told anything: the order listens, as the other modules do."""
    endings, steps = Endings(), parts.spec.saga
    chain = ChainStore(parts.database, book.store, steps)
    shipping = parts.peer("shipping", Shipping)
    part = OrderPart(book, chain, plan(steps), endings)
    timeout_s = parts.spec.checkout_timeout_ms / 1000
    checkout = ChoreographedCheckout(book, part, shipping, endings, timeout_s)
    service = _service(parts, book, chain, checkout)
    expiry = Expiry(part, _deadline(parts), parts.log)
    measure = gauges(parts.database, _deadline(parts), coordinated=False)
    heard = {**part.handlers(), **refund_handlers(book)}
    background = [expiry.run, service.withdrawals.run]
    return Assembly(service, routes(service), heard, background, measure=measure)


def _service(parts: Parts, book: OrderBook, sagas: Sagas, checkout: Checkout) -> OrdersService:
    return OrdersService(
        book.store,
        Rebuilding(parts.database),
        sagas,
        book,
        checkout,
        Withdrawals(_withdrawal_store(parts), book, checkout, parts.log),
        parts.peer("products", Products),
        parts.peer("cart", Cart),
        parts.clock,
    )


def _withdrawal_store(parts: Parts) -> WithdrawalStore:
    return WithdrawalStore(parts.database, parts.instance)


def _deadline(parts: Parts) -> timedelta:
    return timedelta(milliseconds=parts.spec.saga_deadline_ms)


def _checkout(
    parts: Parts,
    book: OrderBook,
    actions: ShopActions,
    sagas: SagaStore,
    orchestrator: Orchestrator,
) -> Checkout:
    if parts.spec.checkout in ("acid", "two-phase-commit"):
        # a vote of one: what is not cut needs a single phase
        return AcidCheckout(parts.database, book, actions)
    steps, driving = parts.spec.saga, _driving(parts)
    return SagaCheckout(sagas, actions, orchestrator, steps, driving)


def _driving(parts: Parts) -> Driving:
    return Driving(parts.spec.checkout_timeout_ms / 1000, parts.log)


def _problems(spec: Spec) -> list[str]:
    """Actions of the saga that nobody performs, and a first step that nothing would set off."""
    named = {name for step in spec.saga for name in (step.action, step.compensation) if name}
    unknown = [f"saga-action-unknown: {name}" for name in sorted(named - ACTIONS)]
    if not spec.saga:
        return ["saga-without-steps"]
    if spec.checkout == "saga-choreography" and spec.saga[0].action != "CreateOrder":
        # no event precedes it that the first step could answer
        return [*unknown, f"choreography-starts-elsewhere: {spec.saga[0].action}"]
    return unknown


MODULE = Module(
    "orders", "/api/v1/orders", Orders, build, schema_of(__package__), problems=_problems
)
