"""What the manifests of one service are made from."""

from collections.abc import Iterator
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment, Workload
from generators.blueprint.mesh import Canary, MeshMode
from generators.blueprint.services import Service
from generators.render.topology import GATEWAY, Neighbours, PublicKeys, neighbours, public_keys

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a service that runs: the service itself, or a subset of its canary."""

    name: str
    """Of the Deployment, and of its image until an overlay says which one that is."""
    version: str
    """Of the pods' `version` label."""
    tag: str | None
    """Of the image; none where the environment's version runs."""


@dataclass(frozen=True, slots=True)
class View:
    """A service, whatever environment it runs in."""

    blueprint: Blueprint
    deployment: Deployment
    name: str

    @property
    def service(self) -> Service:
        """The service's own part of the blueprint."""
        return self.blueprint.services[self.name]

    @property
    def workload(self) -> Workload:
        """How its replicas run."""
        return self.deployment.workloads.get(self.name, Workload())

    @property
    def neighbours(self) -> Neighbours:
        """Who calls it and whom it calls."""
        return neighbours(self.blueprint, self.name)

    @property
    def keys(self) -> PublicKeys | None:
        """The keys that verify access tokens, whoever holds them."""
        return public_keys(self.blueprint)

    @property
    def key_readers(self) -> tuple[str, ...]:
        """The services that fetch these keys from it."""
        keys = self.keys
        return keys.readers if keys and keys.holder == self.name else ()

    @property
    def key_holder(self) -> tuple[str, ...]:
        """The service that it fetches these keys from; empty where it needs none, or has them."""
        keys = self.keys
        return (keys.holder,) if keys and self.name in keys.readers else ()

    @property
    def scales(self) -> bool:
        """Whether an autoscaler sets the number of replicas, where the environment does not."""
        return self.workload.autoscaling is not None

    @property
    def mesh_mode(self) -> MeshMode | None:
        """How a mesh takes hold of its traffic; none without a mesh."""
        return self.blueprint.mesh.mode if self.blueprint.mesh else None

    @property
    def ambient(self) -> bool:
        """Whether a waypoint reads its requests, and no sidecar."""
        return self.mesh_mode == "ambient"

    @property
    def canary(self) -> Canary | None:
        """How its releases share its traffic; none where there is one release."""
        return self.blueprint.mesh.canaries.get(self.name) if self.blueprint.mesh else None

    @property
    def split_at_gateway(self) -> bool:
        """Whether the Gateway itself shares its requests out, as no proxy of the mesh does."""
        canaries = self.mesh_mode == "sidecar" and self.canary is not None
        routed = GATEWAY in self.neighbours.callers
        return canaries and routed and self.deployment.ingress == "gateway-api"

    def releases(self) -> Iterator[Release]:
        """The versions that run side by side."""
        if self.canary is None:
            yield Release(self.name, "v1", None)
            return
        for index, subset in enumerate(self.canary.subsets):
            yield Release(f"{self.name}-{subset}", subset, subset if index else None)

    @property
    def place(self) -> str:
        """Where the blueprint says how its replicas run."""
        return f"deployment.workloads.{self.name}"

    @property
    def calls_in(self) -> list[str]:
        """Where the blueprint says who calls it: edges, and routes of the gateway."""
        edges = [
            f"communication.edges[{caller} → {self.name}]"
            for caller in self.neighbours.callers
            if caller != GATEWAY
        ]
        routes = self.blueprint.gateway.routes if self.blueprint.gateway else ()
        own = [f"gateway.routes[{route.prefix}]" for route in routes if route.service == self.name]
        return [*own, *edges]

    @property
    def calls_out(self) -> list[str]:
        """Where the blueprint says whom it calls."""
        return [f"communication.edges[{self.name} → {name}]" for name in self.neighbours.callees]

    def metadata(self, name: str, **labels: str) -> Json:
        """Metadata with the labels that every object of the service carries."""
        own = {
            "app": self.name,
            **labels,
            "app.kubernetes.io/name": self.name,
            "app.kubernetes.io/part-of": self.blueprint.name,
        }
        return {"name": name, "labels": own}


def ambient(bp: Blueprint) -> bool:
    """Whether the mesh works without sidecars."""
    return bp.mesh is not None and bp.mesh.mode == "ambient"


def in_cluster(bp: Blueprint) -> bool:
    """Whether some environment runs its stores in its namespace."""
    return any(place.stores == "cluster" for place in environments(bp).values())


def waypoint_name(bp: Blueprint) -> str:
    """The proxy of an ambient mesh that reads the namespace's requests, and its account."""
    return f"{bp.name}-waypoint"


def environments(bp: Blueprint) -> dict[str, Environment]:
    """The environments; one named `prod` where the blueprint names none."""
    chosen = dict(bp.deployment.environments) if bp.deployment else {}
    return chosen or {"prod": Environment(namespace=bp.name)}


def environment_place(bp: Blueprint, name: str) -> str:
    """Where the blueprint chooses an environment, or leaves all of them to the defaults."""
    named = bp.deployment.environments if bp.deployment else {}
    return f"deployment.environments.{name}" if name in named else "deployment.environments"
