"""Section `deployment`: how services run on a cluster."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from decomposer.documents import Model
from generators.blueprint.names import Host, Name, Percent, Prefix

Ingress = Literal["gateway-api", "ingress", "none"]
Cloud = Literal["none", "aws"]


Stores = Literal["external", "cluster"]
Secrets = Literal["by-hand", "external-secrets"]
Topics = Literal["strimzi", "elsewhere"]


class Resources(Model):
    """What a container asks for (request) and may use at most (limit).

    CPU in thousandths of a core, memory in mebibytes.
    """

    cpu_request_m: PositiveInt = 100
    cpu_limit_m: PositiveInt | None = 500
    memory_request_mi: PositiveInt = 128
    memory_limit_mi: PositiveInt = 256


class Probe(Model):
    """A question the kubelet asks a container."""

    path: Prefix
    period_s: PositiveInt = 10
    timeout_s: PositiveInt = 2
    failure_threshold: PositiveInt = 3
    initial_delay_s: NonNegativeInt = 0


class Probes(Model):
    """Alive, ready, and still starting."""

    liveness: Probe | None = Probe(path="/health")
    readiness: Probe | None = Probe(path="/ready", period_s=5)
    startup: Probe | None = Probe(path="/health", period_s=2, failure_threshold=30)


class Autoscaling(Model):
    """More replicas under load, fewer without."""

    min_replicas: PositiveInt = 2
    max_replicas: PositiveInt = 6
    cpu_percent: Annotated[Percent, Field(ge=1)] = 70
    """The mean CPU use, of what is requested, that the autoscaler holds."""


class DisruptionBudget(Model):
    """How many replicas must stay, or may go, while nodes are drained. Exactly one of the two."""

    min_available: NonNegativeInt | None = None
    max_unavailable: NonNegativeInt | None = None


class Workload(Model):
    """How the replicas of one service run."""

    resources: Resources = Resources()
    probes: Probes = Probes()
    autoscaling: Autoscaling | None = None
    disruption_budget: DisruptionBudget | None = None


class Environment(Model):
    """One place where the whole architecture runs: a namespace of its own."""

    namespace: Name
    replicas: PositiveInt | None = None
    """Replicas of every service here, in place of each service's own number."""
    version: str | None = None
    """The image tag here, in place of the deployment's."""
    host: Host | None = None
    """The name that requests come in under here, in place of the deployment's."""
    stores: Stores = "external"
    """Where stores and the broker run here: outside, or in the namespace with their own volumes."""


class IngressController(Model):
    """Who reads plain Ingresses, and so calls the services; in a mesh it must be part of that."""

    namespace: Name = "traefik"
    account: Name = "traefik"
    """Its service account."""


class Monitoring(Model):
    """Who reads the metrics of every service."""

    namespace: Name = "monitoring"
    account: Name = "prometheus"
    """Its service account."""


class Deployment(Model):
    """The cluster side of the architecture."""

    registry: str = "registry.example.com/shop"
    version: str = "1.0.0"
    """The image tag."""
    host: Host = "shop.example.com"
    ingress: Ingress = "gateway-api"
    ingress_controller: IngressController = IngressController()
    monitoring: Monitoring = Monitoring()
    secrets: Secrets = "by-hand"
    """Who makes the Secrets that the manifests refer to: whoever deploys, or the operator of
    External Secrets from a secret store."""
    secret_store: Name = "secrets"  # noqa: S105 - where they are kept, and none of them
    """The ClusterSecretStore that External Secrets reads."""
    topics: Topics = "strimzi"
    """Who makes Kafka's topics: the Topic Operator of Strimzi (at AWS, Terraform), or nobody that
    is generated here."""
    cloud: Cloud = "none"
    """Whose managed cluster and stores are described for Terraform; `none`: nobody's."""
    environments: Mapping[Name, Environment] = Field(default_factory=dict)
    workloads: Mapping[Name, Workload] = Field(default_factory=dict)
    """By service; a service that is not named gets the defaults."""
