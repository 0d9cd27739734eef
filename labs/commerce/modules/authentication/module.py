"""How authentication is put together."""

from labs.commerce.modules.authentication.api import Authentication
from labs.commerce.modules.authentication.routes import routes
from labs.commerce.modules.authentication.service import AuthenticationService
from labs.commerce.modules.authentication.store import AuthenticationStore
from labs.commerce.modules.permissions.api import Permissions
from labs.commerce.platform.identity import Signer, public_jwks
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.platform.passwords import Passwords


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    secrets = parts.spec.secrets
    pem = secrets.signing_pem()
    service = AuthenticationService(
        AuthenticationStore(parts.database),
        parts.peer("permissions", Permissions),
        Passwords(),
        Signer(pem, parts.clock),
        public_jwks(pem),
        parts.clock,
    )
    return Assembly(
        service,
        routes(service),
        seed=lambda: service.seed(parts.spec.seed, secrets.demo_password),
    )


MODULE = Module(
    "authentication", "/api/v1/users/sessions", Authentication, build, schema_of(__package__)
)
