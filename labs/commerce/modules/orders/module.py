"""How orders is put together."""

from datetime import timedelta

from labs.commerce.modules.cart.api import Cart
from labs.commerce.modules.orders.actions import ACTIONS, ShopActions
from labs.commerce.modules.orders.api import Orders
from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.orders.checkout import AcidCheckout, Checkout, SagaCheckout
from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.recovery import Recovery
from labs.commerce.modules.orders.routes import routes
from labs.commerce.modules.orders.saga_store import SagaStore
from labs.commerce.modules.orders.service import OrdersService
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.modules.payments.api import Payments
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.reservations.api import Reservations
from labs.commerce.modules.shipping.api import Shipping
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.spec import Spec


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = OrdersStore(parts.database)
    book = OrderBook(parts.database, store, parts.outbox, parts.clock)
    actions = ShopActions(
        book,
        parts.peer("reservations", Reservations),
        parts.peer("payments", Payments),
        parts.peer("shipping", Shipping),
    )
    sagas = SagaStore(parts.database, parts.instance)
    deadline = timedelta(milliseconds=parts.spec.saga_deadline_ms)
    orchestrator = Orchestrator(actions, sagas, parts.database.transaction, parts.log, deadline)
    service = OrdersService(
        store,
        sagas,
        book,
        _checkout(parts, book, actions, sagas, orchestrator),
        parts.peer("products", Products),
        parts.peer("cart", Cart),
        parts.clock,
    )
    recovery = Recovery(sagas, orchestrator, parts.log)
    return Assembly(service, routes(service), background=[recovery.run])


def _checkout(
    parts: Parts,
    book: OrderBook,
    actions: ShopActions,
    sagas: SagaStore,
    orchestrator: Orchestrator,
) -> Checkout:
    if parts.spec.checkout == "acid":
        return AcidCheckout(parts.database, book, actions)
    timeout_s = parts.spec.checkout_timeout_ms / 1000
    return SagaCheckout(parts.database, sagas, orchestrator, parts.spec.saga, timeout_s, parts.log)


def _problems(spec: Spec) -> list[str]:
    """Actions of the saga that nobody performs."""
    named = {name for step in spec.saga for name in (step.action, step.compensation) if name}
    unknown = [f"saga-action-unknown: {name}" for name in sorted(named - ACTIONS)]
    return unknown if spec.saga else ["saga-without-steps"]


MODULE = Module(
    "orders", "/api/v1/orders", Orders, build, schema_of(__package__), problems=_problems
)
