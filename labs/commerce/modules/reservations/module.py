"""How reservations is put together."""

from labs.commerce.choreography.participant import take_part
from labs.commerce.modules.reservations.api import Reservations
from labs.commerce.modules.reservations.choreography import part
from labs.commerce.modules.reservations.routes import routes
from labs.commerce.modules.reservations.service import ReservationsService
from labs.commerce.modules.reservations.store import ReservationsStore
from labs.commerce.modules.stock.api import Stock
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = ReservationsService(
        parts.database,
        ReservationsStore(parts.database),
        parts.peer("stock", Stock),
        parts.outbox,
        parts.clock,
    )
    played = take_part(parts, "reservations", part(service))
    return Assembly(service, routes(service), played.handlers, played.background)


MODULE = Module(
    "reservations",
    "/api/v1/inventory/reservations",
    Reservations,
    build,
    schema_of(__package__),
)
