"""The objects of one lab, in the order in which they are applied."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from labs.kubernetes.manifests.collector import collector
from labs.kubernetes.manifests.dressing import SPECIFICATION, SPECIFICATION_FILE, dressed
from labs.kubernetes.manifests.entrance import GATEWAY, entrance, entrance_files
from labs.kubernetes.manifests.generated import generated_objects
from labs.kubernetes.manifests.mail import mail_service
from labs.kubernetes.manifests.network import (
    cut_off_policy,
    lab_policies,
    mesh_policies,
    passing_over,
)
from labs.kubernetes.manifests.pods import LAB_LABEL, objects_of
from labs.kubernetes.manifests.servers import DATABASES, databases_script, servers
from labs.kubernetes.objects import Json
from labs.kubernetes.plan import Workload
from labs.supervising.options import LabOptions

_FIRST = ("Namespace", "ServiceAccount", "ConfigMap", "Secret", "NetworkPolicy", "Service")
"""What pods need to be there; of the rest any order will do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a lab is to run."""

    lab: str
    namespace: str
    designed: Blueprint
    whole: Blueprint
    """With the companions."""
    instances: Mapping[tuple[str, str], str]
    """Service and version -> its entry in the launch specification."""
    specification: bytes
    image: str
    """The shop's."""
    databases: Mapping[str, str]
    """Service -> its database."""
    stores: Mapping[str, str]
    """Name and URL of what generated Deployments ask Secrets for: `order-store`, `broker`."""
    token: str
    """What else they ask for: the shop has its own in its specification."""
    password: str
    options: LabOptions


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lab as objects."""

    objects: tuple[Json, ...]
    workloads: tuple[Workload, ...]


def draw(wanted: Wanted) -> Drawn:
    """The objects of a lab."""
    generated = [
        _dressed(each, wanted) for each in generated_objects(wanted.whole, wanted.namespace)
    ]
    stores = servers(wanted.designed, wanted.databases, wanted.password)
    brought = [*stores, collector(wanted.image), entrance()]
    own = [o for server in brought for o in objects_of(server, wanted.namespace, wanted.lab)]
    companions = tuple(n for n in wanted.whole.services if n not in wanted.designed.services)
    policies = lab_policies(wanted.namespace, wanted.lab, companions)
    if wanted.whole.mesh is not None:
        policies += mesh_policies(wanted.namespace, companions)
    mail = mail_service(wanted.whole, wanted.namespace)
    secrets = _secrets_of(generated, wanted)
    everything = [*generated, *own, mail, *policies, *_data(wanted), *secrets]
    everything = [passing_over(e) if e["kind"] == "NetworkPolicy" else e for e in everything]
    everything.append(cut_off_policy(wanted.namespace))
    workloads = [Workload(each.name, each.name, "server") for each in brought]
    workloads += _workloads(generated, wanted.designed)
    return Drawn(tuple(sorted(everything, key=_turn)), tuple(workloads))


def _dressed(generated: Json, wanted: Wanted) -> Json:
    if generated["kind"] == "Namespace":
        metadata = generated["metadata"]
        labels = {**metadata.get("labels", {}), LAB_LABEL: wanted.lab}
        return {**generated, "metadata": {**metadata, "labels": labels}}
    if generated["kind"] != "Deployment":
        return generated
    return dressed(generated, wanted.instances[_version(generated)], wanted.image, wanted.lab)


def _version(deployment: Json) -> tuple[str, str]:
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    return labels["app"], labels["version"]


def _workloads(generated: list[Json], designed: Blueprint) -> Iterator[Workload]:
    """The Deployments of the services; the replicas of all versions are counted through."""
    counted: dict[str, int] = {}
    for each in generated:
        if each["kind"] == "Deployment":
            service, _ = _version(each)
            replicas = int(each["spec"].get("replicas", 1))
            kind = "service" if service in designed.services else "companion"
            first = counted.get(service, 0) + 1
            yield Workload(each["metadata"]["name"], service, kind, first, replicas)
            counted[service] = first + replicas - 1


def _data(wanted: Wanted) -> Iterator[Json]:
    """What the pods read: configuration and secrets, none of which is ever written to a file."""
    script = databases_script(wanted.databases)
    files = entrance_files(wanted.whole, wanted.options)
    yield _config(DATABASES, wanted.namespace, {"databases.sql": script})
    yield _config(GATEWAY, wanted.namespace, files)
    specification = {SPECIFICATION_FILE: wanted.specification}
    yield _secret(SPECIFICATION, wanted.namespace, specification)


def _secrets_of(generated: list[Json], wanted: Wanted) -> Iterator[Json]:
    """The Secrets that generated Deployments name: without them no pod would start."""
    asked: dict[str, set[str]] = {}
    for each in generated:
        if each["kind"] == "Deployment":
            for variable in each["spec"]["template"]["spec"]["containers"][0]["env"]:
                if named := variable.get("valueFrom", {}).get("secretKeyRef"):
                    asked.setdefault(named["name"], set()).add(named["key"])
    for name, keys in asked.items():
        value = wanted.stores.get(name, wanted.token).encode()
        yield _secret(name, wanted.namespace, dict.fromkeys(sorted(keys), value))


def _config(name: str, namespace: str, data: Mapping[str, str]) -> Json:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": dict(data)}


def _secret(name: str, namespace: str, data: Mapping[str, bytes]) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace},
        "data": {key: base64.b64encode(value).decode() for key, value in data.items()},
    }


def _turn(each: Json) -> int:
    kind = each["kind"]
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
