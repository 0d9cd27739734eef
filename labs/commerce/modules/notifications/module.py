"""How notifications is put together."""

from labs.commerce.modules.notifications.api import Notifications
from labs.commerce.modules.notifications.events import handlers
from labs.commerce.modules.notifications.routes import routes
from labs.commerce.modules.notifications.service import NotificationsService
from labs.commerce.modules.notifications.store import NotificationsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = NotificationsService(NotificationsStore(parts.database), parts.clock)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module(
    "notifications", "/api/v1/notifications", Notifications, build, schema_of(__package__)
)
