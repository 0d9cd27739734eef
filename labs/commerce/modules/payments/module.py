"""How payments is put together."""

from labs.commerce.choreography.participant import take_part
from labs.commerce.modules.payments.api import Payments
from labs.commerce.modules.payments.choreography import part
from labs.commerce.modules.payments.routes import routes
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.modules.payments.store import PaymentsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = PaymentsStore(parts.database)
    service = PaymentsService(parts.database, store, parts.outbox, parts.clock)
    played = take_part(parts, "payments", part(service))
    return Assembly(service, routes(service), played.handlers, played.background, seed=service.seed)


MODULE = Module("payments", "/api/v1/payments", Payments, build, schema_of(__package__))
