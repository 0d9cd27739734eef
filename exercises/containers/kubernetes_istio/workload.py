"""The Deployments and the Service: labels, ports, probes, resources, secrets."""

import re
from collections.abc import Callable, Iterator

from decomposer.documents.problem import Path
from exercises.containers.kubernetes_istio.evidence import (
    DEPLOYMENTS,
    SERVICE,
    Manifests,
    selects,
)
from exercises.containers.kubernetes_istio.manifests import Container, Deployment, Resources
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

NAMESPACE = "production"
APP = "app"
"""The label that tells this service's pods from everybody else's in the namespace."""
READY, ALIVE = "/ready", "/health"
MIN_REPLICAS = 2
"""With one pod of v1 a restart would take nine tenths of the traffic down."""

_CONTAINER: Path = ("spec", "template", "spec", "containers", 0)
_UNITS = {
    "m": 0.001,
    "": 1,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
}


def namespaces(manifests: Manifests) -> Iterator[Finding]:
    """Everything lives in one namespace, or it would not find each other."""
    objects = {
        **{DEPLOYMENTS[version]: d.metadata for version, d in manifests.deployments.items()},
        SERVICE: manifests.service.metadata,
    }
    for file, metadata in objects.items():
        if metadata.namespace != NAMESPACE:
            yield located(
                manifests.sources[file],
                ("metadata", "namespace"),
                "k8s-namespace",
                "4.6#namespaces",
                namespace=metadata.namespace,
                expected=NAMESPACE,
            )


def selectors(manifests: Manifests) -> Iterator[Finding]:
    """Each Deployment finds its own pods, and only its own."""
    for version, deployment in manifests.deployments.items():
        at: Path = ("spec", "selector", "matchLabels")
        wanted = deployment.spec.selector.match_labels
        source = manifests.sources[DEPLOYMENTS[version]]
        if not selects(wanted, deployment):
            yield located(source, at, "k8s-selector-mismatch", "4.6#deployments", version=version)
        if APP not in wanted:
            yield located(source, at, "k8s-selector-too-wide", "4.6#deployments", label=APP)
        for other, neighbour in manifests.deployments.items():
            if other != version and selects(wanted, neighbour):
                yield located(
                    source,
                    at,
                    "k8s-selectors-overlap",
                    "4.6#deployments",
                    version=version,
                    other=other,
                )


def service_finds_both(manifests: Manifests) -> Iterator[Finding]:
    """The Service stands before both versions: which one answers is the mesh's decision."""
    selector = manifests.service.spec.selector
    found = [v for v, deployment in manifests.deployments.items() if selects(selector, deployment)]
    source = manifests.sources[SERVICE]
    at: Path = ("spec", "selector")
    if APP not in selector:
        yield located(source, at, "k8s-selector-too-wide", "4.6#services", label=APP)
    elif not found:
        yield located(source, at, "k8s-service-selects-nothing", "4.6#services")
    elif len(found) < len(manifests.deployments):
        yield located(
            source, at, "k8s-service-one-version", "4.6#services", version=", ".join(found)
        )


def target_port(manifests: Manifests) -> Iterator[Finding]:
    """The Service sends to a port on which the pods listen."""
    port = manifests.service.spec.ports[0]
    target = port.target_port if port.target_port is not None else port.port
    for version, deployment in manifests.deployments.items():
        ports = deployment.spec.template.spec.containers[0].ports
        if target not in {*(p.container_port for p in ports), *(p.name for p in ports)}:
            yield located(
                manifests.sources[SERVICE],
                ("spec", "ports", 0, "targetPort"),
                "k8s-target-port",
                "4.6#services",
                target=str(target),
                version=version,
                listening=", ".join(str(p.container_port) for p in ports) or "—",
            )


def replicas(manifests: Manifests) -> Iterator[Finding]:
    """The version that carries nearly everything survives the loss of one pod."""
    deployment = manifests.deployments["v1"]
    if deployment.spec.replicas < MIN_REPLICAS:
        yield located(
            manifests.sources[DEPLOYMENTS["v1"]],
            ("spec", "replicas"),
            "k8s-single-replica",
            "4.6#deployments",
            replicas=deployment.spec.replicas,
            needed=MIN_REPLICAS,
        )


def probes(manifests: Manifests) -> Iterator[Finding]:
    """Readiness asks about dependencies, liveness does not, and both ask a port that answers."""
    for version, container in _containers(manifests):
        source = manifests.sources[DEPLOYMENTS[version]]
        asked = {
            "livenessProbe": (container.liveness_probe, ALIVE),
            "readinessProbe": (container.readiness_probe, READY),
        }
        ports = {*(p.container_port for p in container.ports), *(p.name for p in container.ports)}
        for key, (probe, path) in asked.items():
            at = (*_CONTAINER, key)
            if probe is None:
                yield located(source, at, "k8s-probe-missing", "4.6#probes", probe=key)
            elif key == "livenessProbe" and probe.http_get.path == READY:
                yield located(source, at, "k8s-liveness-asks-ready", "4.6#probes")
            elif probe.http_get.path != path:
                path_at = (*at, "httpGet", "path")
                yield located(
                    source,
                    path_at,
                    "k8s-probe-path",
                    "4.6#probes",
                    probe=key,
                    path=probe.http_get.path,
                    expected=path,
                )
            elif probe.http_get.port not in ports:
                port_at = (*at, "httpGet", "port")
                port = str(probe.http_get.port)
                yield located(source, port_at, "k8s-probe-port", "4.6#probes", probe=key, port=port)


def resources(manifests: Manifests) -> Iterator[Finding]:
    """Each container asks for CPU and memory, and may not exceed at least as much."""
    for version, container in _containers(manifests):
        for resource in ("cpu", "memory"):
            code = _resource_fault(container.resources, resource)
            if code:
                yield located(
                    manifests.sources[DEPLOYMENTS[version]],
                    (*_CONTAINER, "resources"),
                    code,
                    "4.6#resources",
                    resource=resource,
                    request=str(container.resources.requests.get(resource, "—")),
                    limit=str(container.resources.limits.get(resource, "—")),
                )


def secrets(manifests: Manifests) -> Iterator[Finding]:
    """The database's address comes from a Secret, as all of its access data must."""
    for version, container in _containers(manifests):
        source = manifests.sources[DEPLOYMENTS[version]]
        named = {variable.name: variable for variable in container.env}
        host = named.get("DB_HOST")
        if host is None:
            yield located(source, (*_CONTAINER, "env"), "k8s-env-missing", "4.6#secrets")
        elif host.value_from is None or host.value_from.secret_key_ref is None:
            position = container.env.index(host)
            at = (*_CONTAINER, "env", position)
            yield located(source, at, "k8s-secret-in-clear", "4.6#secrets", name=host.name)


def images(manifests: Manifests) -> Iterator[Finding]:
    """An image is named by a tag that will not mean something else tomorrow."""
    tags: dict[str, str] = {}
    for version, container in _containers(manifests):
        source = manifests.sources[DEPLOYMENTS[version]]
        _, _, tag = container.image.rpartition("/")[2].partition(":")
        at = (*_CONTAINER, "image")
        if tag in {"", "latest"}:
            yield located(source, at, "k8s-image-floating", "4.6#images", image=container.image)
        elif container.image in tags:
            yield located(source, at, "k8s-image-same", "4.6#images", image=container.image)
        tags[container.image] = version


def _containers(manifests: Manifests) -> Iterator[tuple[str, Container]]:
    for version, deployment in manifests.deployments.items():
        yield version, _container(deployment)


def _container(deployment: Deployment) -> Container:
    return deployment.spec.template.spec.containers[0]


def _resource_fault(resources: Resources, resource: str) -> str:
    request, limit = resources.requests.get(resource), resources.limits.get(resource)
    if request is None or limit is None:
        return "k8s-resources-missing"
    asked, allowed = quantity(str(request)), quantity(str(limit))
    if asked is None or allowed is None:
        return "k8s-quantity"
    return "k8s-limit-below-request" if asked > allowed else ""


def quantity(text: str) -> float | None:
    """A Kubernetes quantity as a number; None where it is none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([A-Za-z]*)", text)
    return float(match[1]) * _UNITS[match[2]] if match and match[2] in _UNITS else None


_ALL: dict[str, Callable[[Manifests], Iterator[Finding]]] = {
    "k8s-namespace": namespaces,
    "k8s-selectors": selectors,
    "k8s-service-finds-both": service_finds_both,
    "k8s-target-port": target_port,
    "k8s-replicas": replicas,
    "k8s-probes": probes,
    "k8s-resources": resources,
    "k8s-secrets": secrets,
    "k8s-images": images,
}
CHECKS = tuple(Check(code, find) for code, find in _ALL.items())
