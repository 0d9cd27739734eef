"""How behaviour is put together."""

from labs.commerce.modules.behaviour.api import Behaviour
from labs.commerce.modules.behaviour.events import handlers
from labs.commerce.modules.behaviour.routes import routes
from labs.commerce.modules.behaviour.service import BehaviourService
from labs.commerce.modules.behaviour.store import BehaviourStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = BehaviourService(BehaviourStore(parts.database), parts.clock)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module(
    "behaviour", "/api/v1/analytics/behaviour", Behaviour, build, schema_of(__package__)
)
