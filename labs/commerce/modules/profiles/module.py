"""How profiles is put together."""

from labs.commerce.modules.profiles.address_routes import address_routes
from labs.commerce.modules.profiles.address_store import AddressStore
from labs.commerce.modules.profiles.addresses import AddressBook
from labs.commerce.modules.profiles.api import Profiles
from labs.commerce.modules.profiles.events import handlers
from labs.commerce.modules.profiles.routes import routes
from labs.commerce.modules.profiles.service import ProfilesService
from labs.commerce.modules.profiles.store import ProfilesStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = ProfilesService(parts.database, ProfilesStore(parts.database), parts.outbox)
    book = AddressBook(AddressStore(parts.database))
    return Assembly(
        service,
        [*routes(service), *address_routes(book)],
        handlers(service),
        seed=lambda: service.seed(parts.spec.seed),
    )


MODULE = Module("profiles", "/api/v1/users/profiles", Profiles, build, schema_of(__package__))
