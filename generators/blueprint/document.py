"""The whole document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from decomposer.documents import Model
from generators.blueprint.communication import Communication
from generators.blueprint.deployment import Deployment
from generators.blueprint.events import Events
from generators.blueprint.gateway import Gateway
from generators.blueprint.mesh import Mesh
from generators.blueprint.names import Name
from generators.blueprint.objectives import Objectives
from generators.blueprint.services import Service
from generators.blueprint.transactions import Transactions


class Blueprint(Model):
    """The learner's architecture. A section that the course has not reached yet is absent."""

    format_version: Literal[1] = 1
    name: Name
    services: Annotated[Mapping[Name, Service], Field(min_length=1)]
    communication: Communication | None = None
    gateway: Gateway | None = None
    events: Events | None = None
    transactions: Transactions | None = None
    deployment: Deployment | None = None
    mesh: Mesh | None = None
    objectives: Objectives | None = None

    @property
    def absent(self) -> tuple[str, ...]:
        """The sections that the course has not reached yet."""
        return tuple(name for name, chosen in self if chosen is None)

    def holders(self) -> Mapping[str, str]:
        """The service that holds each module."""
        return MappingProxyType(
            {module: name for name, service in self.services.items() for module in service.modules}
        )
