"""How permissions is put together."""

from labs.commerce.modules.permissions.api import Permissions
from labs.commerce.modules.permissions.routes import routes
from labs.commerce.modules.permissions.service import PermissionsService
from labs.commerce.modules.permissions.store import PermissionsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = PermissionsStore(parts.database)
    service = PermissionsService(parts.database, store, parts.outbox)
    return Assembly(service, routes(service), seed=lambda: service.seed(parts.spec.seed))


MODULE = Module(
    "permissions", "/api/v1/users/permissions", Permissions, build, schema_of(__package__)
)
