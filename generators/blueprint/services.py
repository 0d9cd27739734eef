"""Section `services`: which modules are deployed together, by whom, and how they scale."""

from typing import Annotated, Literal

from pydantic import Field

from decomposer.documents import Model
from generators.blueprint.names import Name

Store = Literal["postgresql", "mongodb", "valkey", "elasticsearch", "none"]
Scaling = Literal["balanced", "read-heavy", "write-heavy", "cpu"]

RECORD_STORES: tuple[Store, ...] = ("postgresql", "mongodb")
"""Stores whose transactions span a record and its event; the others keep copies to read."""


class Service(Model):
    """One deployable: a set of modules that share a process and a database."""

    modules: Annotated[tuple[Name, ...], Field(min_length=1)]
    team: str = ""
    """The team that owns it; empty while nobody does."""
    store: Store = "postgresql"
    replicas: Annotated[int, Field(ge=1, le=100)] = 1
    template: Literal["python-fastapi"] = "python-fastapi"
    scaling: Scaling = "balanced"
    """What the load on it looks like."""
