"""How notifications is put together."""

from labs.commerce.modules.authentication.api import RESET_SEAL
from labs.commerce.modules.notifications.api import Notifications
from labs.commerce.modules.notifications.delivery import Delivery
from labs.commerce.modules.notifications.events import handlers
from labs.commerce.modules.notifications.mail_queue import MailQueue
from labs.commerce.modules.notifications.push import Push
from labs.commerce.modules.notifications.routes import routes
from labs.commerce.modules.notifications.service import NotificationsService
from labs.commerce.modules.notifications.store import NotificationsStore
from labs.commerce.modules.profiles.api import Profiles
from labs.commerce.platform.database.doorbells import Doorbells
from labs.commerce.platform.identity.sealing import Seal
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = NotificationsStore(parts.database)
    doorbells = Doorbells()
    service = NotificationsService(store, doorbells, parts.clock)
    delivery = Delivery(
        parts.spec.mail,
        MailQueue(parts.database),
        parts.peer("profiles", Profiles),
        Seal(parts.spec.secrets.sealing_key, RESET_SEAL),
        parts.clock,
        parts.log,
    )
    return Assembly(
        service,
        routes(service, Push(store, doorbells), parts.streams),
        handlers(service),
        background=(delivery.run,) if parts.spec.mail else (),
    )


MODULE = Module(
    "notifications", "/api/v1/notifications", Notifications, build, schema_of(__package__)
)
