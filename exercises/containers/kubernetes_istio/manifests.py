"""The parts of Kubernetes and Istio manifests that this exercise reads.

A manifest may say more than we read, so unknown keys are let through here.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Labels = dict[str, str]


class Part(BaseModel):
    """A frozen part of a manifest, with Kubernetes' camel-case keys."""

    model_config = ConfigDict(frozen=True, extra="allow", alias_generator=to_camel)


class Metadata(Part):
    """What names an object."""

    name: str
    namespace: str = "default"
    labels: Labels = {}


class HttpGet(Part):
    """An HTTP probe."""

    path: str
    port: int | str


class Probe(Part):
    """How the kubelet asks a container how it is."""

    http_get: HttpGet


class SecretKey(Part):
    """A key of a Secret."""

    name: str
    key: str


class ValueFrom(Part):
    """Where a variable's value comes from."""

    secret_key_ref: SecretKey | None = None


class Variable(Part):
    """An environment variable."""

    name: str
    value: str | None = None
    value_from: ValueFrom | None = None


class Port(Part):
    """A port that a container listens on."""

    container_port: int
    name: str | None = None


class Resources(Part):
    """What a container asks for, and what it may not exceed."""

    requests: dict[str, str | float] = {}
    limits: dict[str, str | float] = {}


class Container(Part):
    """The container of a pod."""

    name: str
    image: str
    ports: tuple[Port, ...] = ()
    env: tuple[Variable, ...] = ()
    resources: Resources = Resources()
    liveness_probe: Probe | None = None
    readiness_probe: Probe | None = None


class PodSpec(Part):
    """What runs in a pod."""

    containers: tuple[Container, ...] = Field(min_length=1)


class TemplateMetadata(Part):
    """The labels that a Deployment gives its pods."""

    labels: Labels


class Template(Part):
    """The pods of a Deployment."""

    metadata: TemplateMetadata
    spec: PodSpec


class LabelSelector(Part):
    """The pods that carry all of these labels."""

    match_labels: Labels


class DeploymentSpec(Part):
    """How many pods, and which."""

    replicas: int = 1
    selector: LabelSelector
    template: Template


class Deployment(Part):
    """apps/v1 Deployment."""

    api_version: Literal["apps/v1"]
    kind: Literal["Deployment"]
    metadata: Metadata
    spec: DeploymentSpec


class ServicePort(Part):
    """A port of a Service."""

    port: int
    target_port: int | str | None = None


class ServiceSpec(Part):
    """Which pods, on which ports."""

    selector: Labels
    ports: tuple[ServicePort, ...] = Field(min_length=1)


class Service(Part):
    """v1 Service."""

    api_version: Literal["v1"]
    kind: Literal["Service"]
    metadata: Metadata
    spec: ServiceSpec
