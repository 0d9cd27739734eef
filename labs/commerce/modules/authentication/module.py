"""How authentication is put together."""

from labs.commerce.modules.authentication.api import RESET_SEAL, Authentication
from labs.commerce.modules.authentication.events import handlers
from labs.commerce.modules.authentication.key_store import KeyStore
from labs.commerce.modules.authentication.keyring import KeyRing
from labs.commerce.modules.authentication.password_changes import PasswordChanges
from labs.commerce.modules.authentication.password_routes import password_routes
from labs.commerce.modules.authentication.routes import key_routes, session_routes
from labs.commerce.modules.authentication.service import AuthenticationService
from labs.commerce.modules.authentication.session_store import SessionStore
from labs.commerce.modules.authentication.sessions import Sessions
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.modules.authentication.upkeep import Upkeep
from labs.commerce.modules.permissions.api import Permissions
from labs.commerce.platform.identity.passwords import Passwords
from labs.commerce.platform.identity.sealing import Seal, derived_key
from labs.commerce.platform.limits import Limiter
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    secrets = parts.spec.secrets
    store, session_store = AuthenticationStore(parts.database), SessionStore(parts.database)
    passwords, limiter = Passwords(), Limiter(parts.cache, parts.log)
    keys = KeyRing(
        parts.database,
        KeyStore(parts.database),
        Seal(secrets.sealing_key, "signing-keys"),
        parts.clock,
    )
    sessions = Sessions(
        parts.database,
        session_store,
        parts.peer("permissions", Permissions),
        keys,
        derived_key(secrets.sealing_key, "refresh-rotation"),
        parts.clock,
        parts.log,
    )
    service = AuthenticationService(store, sessions, passwords, limiter, keys)
    changes = PasswordChanges(
        parts.database,
        store,
        sessions,
        passwords,
        limiter,
        Seal(secrets.sealing_key, RESET_SEAL),
        parts.outbox,
        parts.clock,
    )
    upkeep = Upkeep(keys, session_store, store, parts.clock, parts.log)
    return Assembly(
        service,
        [*session_routes(service, sessions), *key_routes(keys), *password_routes(changes)],
        handlers(changes),
        background=[upkeep.run],
        seed=lambda: service.seed(parts.spec.seed, secrets.demo_password),
        opening=keys.open,
    )


MODULE = Module(
    "authentication", "/api/v1/users/sessions", Authentication, build, schema_of(__package__)
)
