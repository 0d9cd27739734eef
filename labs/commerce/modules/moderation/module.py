"""How moderation is put together."""

from labs.commerce.modules.moderation.api import Moderation
from labs.commerce.modules.moderation.events import handlers
from labs.commerce.modules.moderation.routes import routes
from labs.commerce.modules.moderation.service import ModerationService
from labs.commerce.modules.moderation.store import ModerationStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = ModerationStore(parts.database)
    service = ModerationService(parts.database, store, parts.outbox, parts.clock)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module("moderation", "/api/v1/moderation", Moderation, build, schema_of(__package__))
