"""Section `mesh`: what its proxies do with traffic between services."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Header, Method, Name, Percent, Prefix

MeshMode = Literal["sidecar", "ambient"]
Mtls = Literal["strict", "permissive", "disable"]


class HeaderMatch(Model):
    """Requests with this header go to this subset, whatever the weights say."""

    name: Header
    value: str
    subset: Name


class Canary(Model):
    """Two or more versions of a service that share its traffic."""

    subsets: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Values of the pods' `version` label."""
    weights: Mapping[Name, Percent]
    """Percent of the traffic by subset; together 100."""
    headers: tuple[HeaderMatch, ...] = ()


class AllowRule(Model):
    """Callers that may call a service; everyone else is refused."""

    callee: Name
    callers: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Services, or `gateway`."""
    methods: tuple[Method, ...] = ()
    """Empty means every method."""
    prefixes: tuple[Prefix, ...] = ()
    """Empty means every path."""


class OutlierDetection(Model):
    """When a replica that keeps failing is left out for a while."""

    consecutive_errors: PositiveInt = 5
    interval_s: PositiveInt = 10
    ejection_s: PositiveInt = 30
    max_ejection_percent: Percent = 50


class Fault(Model):
    """Trouble made on purpose for a share of the requests to a service."""

    delay_ms: PositiveInt | None = None
    abort_status: Annotated[int, Field(ge=200, le=599)] | None = None
    percent: Percent = 100


class Mesh(Model):
    """Identity, encryption and traffic policy between services."""

    mode: MeshMode = "sidecar"
    """A proxy beside each replica, or one for each node and one for the namespace's requests."""
    mtls: Mtls = "strict"
    canaries: Mapping[Name, Canary] = Field(default_factory=dict)
    """By service."""
    authorization: tuple[AllowRule, ...] | None = None
    """Who may call whom; when absent, exactly the edges of `communication` and the routes."""
    outlier_detection: OutlierDetection = OutlierDetection()
    faults: Mapping[Name, Fault] = Field(default_factory=dict)
    """By service."""
