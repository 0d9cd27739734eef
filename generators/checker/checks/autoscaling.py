"""Horizontal pod autoscalers."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest, kind_of
from generators.checker.pods import POD_PATHS, containers


def target_missing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """An autoscaler scales a workload that exists."""
    for autoscaler in cluster.subjects("HorizontalPodAutoscaler"):
        reference = autoscaler.body.get("spec", "scaleTargetRef")
        kind, name = _kind(reference), reference.get("name")
        if kind in POD_PATHS and target(cluster, autoscaler) is None:
            params = {"target": f"{reference.get('kind').text()}/{name.text()}"}
            code = "autoscaler-target-missing"
            yield cluster.missing(code, autoscaler, name, tuple(POD_PATHS), **params)


def range_reversed(cluster: Cluster) -> Iterator[ManifestFinding]:
    """The minimum does not exceed the maximum."""
    for autoscaler in cluster.subjects("HorizontalPodAutoscaler"):
        spec = autoscaler.body.get("spec")
        low, high = spec.get("minReplicas").number() or 1, spec.get("maxReplicas").number()
        if high is not None and low > high:
            at = spec.get("minReplicas")
            yield autoscaler.finding("autoscaler-range-reversed", at, low=low, high=high)


def utilization_without_request(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Utilization is a share of the request: without a request there is nothing to compute."""
    for autoscaler in cluster.subjects("HorizontalPodAutoscaler"):
        workload = target(cluster, autoscaler)
        for metric in autoscaler.body.get("spec", "metrics").items():
            resource = metric.get("resource")
            name = resource.get("name").text()
            if workload is None or not resource.get("target", "averageUtilization"):
                continue
            for container in containers(workload):
                if not container.get("resources", "requests", name):
                    params = {"resource": name, "container": container.get("name").text()}
                    yield workload.finding("utilization-without-request", container, **params)


def target(cluster: Cluster, autoscaler: Manifest) -> Manifest | None:
    """The workload that an autoscaler scales."""
    reference = autoscaler.body.get("spec", "scaleTargetRef")
    kind, name = _kind(reference), reference.get("name").text()
    return cluster.named(kind, name, autoscaler.namespace, autoscaler.home)


def _kind(reference: Value) -> str:
    """The kind that is meant, with its group where that is none of Kubernetes' own."""
    return kind_of(reference.get("apiVersion").text("apps/v1"), reference.get("kind").text())


CHECKS = (target_missing, range_reversed, utilization_without_request)
