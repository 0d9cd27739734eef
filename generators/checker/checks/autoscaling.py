"""Horizontal pod autoscalers."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.manifest import Manifest
from generators.checker.pods import containers


def target_missing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """An autoscaler scales a workload that exists."""
    for autoscaler in cluster.of("HorizontalPodAutoscaler"):
        if target(cluster, autoscaler) is None:
            reference = autoscaler.body.get("spec", "scaleTargetRef")
            shown = f"{reference.get('kind').text()}/{reference.get('name').text()}"
            yield autoscaler.finding("autoscaler-target-missing", reference, target=shown)


def range_reversed(cluster: Cluster) -> Iterator[ManifestFinding]:
    """The minimum does not exceed the maximum."""
    for autoscaler in cluster.of("HorizontalPodAutoscaler"):
        spec = autoscaler.body.get("spec")
        low, high = spec.get("minReplicas").number() or 1, spec.get("maxReplicas").number()
        if high is not None and low > high:
            at = spec.get("minReplicas")
            yield autoscaler.finding("autoscaler-range-reversed", at, low=low, high=high)


def utilization_without_request(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Utilization is a share of the request: without a request there is nothing to compute."""
    for autoscaler in cluster.of("HorizontalPodAutoscaler"):
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
    kind, name = reference.get("kind").text(), reference.get("name").text()
    return cluster.named(kind, name, autoscaler.namespace)


CHECKS = (target_missing, range_reversed, utilization_without_request)
