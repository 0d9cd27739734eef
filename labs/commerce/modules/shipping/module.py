"""How shipping is put together."""

from labs.commerce.choreography.participant import take_part
from labs.commerce.modules.shipping.api import Shipping
from labs.commerce.modules.shipping.choreography import part
from labs.commerce.modules.shipping.routes import routes
from labs.commerce.modules.shipping.service import ShippingService
from labs.commerce.modules.shipping.store import ShippingStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = ShippingStore(parts.database)
    service = ShippingService(parts.database, store, parts.outbox, parts.clock)
    played = take_part(parts, "shipping", part(service))
    return Assembly(service, routes(service), played.handlers, played.background)


MODULE = Module("shipping", "/api/v1/shipping", Shipping, build, schema_of(__package__))
