"""How payments is put together."""

from datetime import timedelta

from labs.commerce.choreography.participant import take_part
from labs.commerce.modules.payments.api import Payments
from labs.commerce.modules.payments.books import Books
from labs.commerce.modules.payments.callbacks import Callbacks
from labs.commerce.modules.payments.choreography import part
from labs.commerce.modules.payments.method_store import MethodStore
from labs.commerce.modules.payments.provider import Provider
from labs.commerce.modules.payments.reconciliation import Reconciliation
from labs.commerce.modules.payments.refund_store import RefundStore
from labs.commerce.modules.payments.refunds import Refunds
from labs.commerce.modules.payments.routes import routes
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.modules.payments.settlement import Settlement
from labs.commerce.modules.payments.store import PaymentsStore
from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Channel
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of

PROVIDER = "payment-provider"


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = PaymentsStore(parts.database)
    books = Books(parts.database, store, parts.outbox, parts.clock)
    provider = _provider(parts)
    refunds = Refunds(books, RefundStore(parts.database), provider, parts.log)
    settlement = Settlement(books, provider, refunds, parts.log)
    methods = MethodStore(parts.database)
    service = PaymentsService(
        parts.database, store, methods, books, provider, settlement, parts.clock
    )
    played = take_part(parts, "payments", part(service))
    patience = timedelta(milliseconds=parts.spec.saga_deadline_ms)
    reconciliation = Reconciliation(service, patience, parts.log)
    callbacks = Callbacks(service, parts.spec.secrets.callback_key)
    background = [*played.background, settlement.run, reconciliation.run]
    return Assembly(
        service, routes(service, refunds, callbacks), played.handlers, background, seed=service.seed
    )


def _provider(parts: Parts) -> Provider:
    policy = parts.spec.communication.policy(PROVIDER).breaker
    breaker = Breaker(policy.failures, policy.open_ms / 1000)
    url = parts.spec.peers.get(PROVIDER, "")
    return Provider(Channel(url), breaker, parts.spec.secrets.merchant_key)


MODULE = Module("payments", "/api/v1/payments", Payments, build, schema_of(__package__))
