"""How registration is put together."""

from labs.commerce.modules.authentication.api import Authentication
from labs.commerce.modules.registration.api import Registration
from labs.commerce.modules.registration.routes import routes
from labs.commerce.modules.registration.service import RegistrationService
from labs.commerce.modules.registration.store import RegistrationStore
from labs.commerce.platform.identity.passwords import Passwords
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = RegistrationService(
        parts.database,
        RegistrationStore(parts.database),
        parts.peer("authentication", Authentication),
        Passwords(),
        parts.outbox,
        parts.clock,
    )
    return Assembly(service, routes(service), seed=lambda: service.seed(parts.spec.seed))


MODULE = Module(
    "registration", "/api/v1/users/registrations", Registration, build, schema_of(__package__)
)
