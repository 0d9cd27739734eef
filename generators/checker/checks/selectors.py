"""Selectors: who is meant by labels."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generators.checker.cluster import Cluster, same_namespace
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import POD_PATHS, pod_labels, port_names, port_numbers

_BY_CONTROLLER = frozenset(
    {"statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "pod-template-hash"}
)


def selector_misses_template(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A workload must select the very pods that it makes; the API server refuses it otherwise."""
    for workload in cluster.makers():
        selector = workload.body.get("spec", "selector", "matchLabels")
        labels = pod_labels(workload)
        for key, value in selector.entries():
            if labels.get(key) != value.text():
                params = {"label": key, "wanted": value.text(), "found": labels.get(key, "")}
                yield workload.finding("selector-misses-template", value, **params)


def service_selects_nothing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service whose selector matches no pods answers nobody."""
    for service in cluster.subjects("Service"):
        selector = service.body.get("spec", "selector")
        if not selector or not cluster.brings_pods(service.namespace):
            continue
        labels = selector.labels()
        selected = cluster.selected_by(_of_templates(labels), service.namespace)
        if not selected and not _of_operator(cluster, labels, service.namespace):
            shown = ", ".join(f"{key}={value}" for key, value in labels.items())
            yield _pods_missing(cluster, service, selector, shown)


def _of_templates(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels without those that a controller puts on each pod that it makes."""
    return {key: value for key, value in labels.items() if key not in _BY_CONTROLLER}


def _of_operator(cluster: Cluster, labels: Mapping[str, str], namespace: str) -> bool:
    """Whether the labels tell of an object of another group: its operator makes such pods."""
    return any(
        same_namespace(each.namespace, namespace)
        and (each.name in labels.values() or labels.items() <= _own_labels(each).items())
        for each in cluster.manifests
        if "/" in each.kind and each.kind not in POD_PATHS
    )


def _own_labels(manifest: Manifest) -> dict[str, str]:
    return manifest.body.get("metadata", "labels").labels()


def _pods_missing(
    cluster: Cluster, service: Manifest, selector: Value, shown: str
) -> ManifestFinding:
    """An error where pods like the wanted ones are at hand; else they may be elsewhere."""
    wanted = selector.labels()
    meant = any(
        each.name == service.name
        or (cluster.are_together(each, service) and _is_like(pod_labels(each), wanted))
        for each in cluster.workloads()
    )
    found = service.finding("service-selects-nothing", selector, selector=shown)
    return replace(found, elsewhere=not meant)


def _is_like(labels: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return not labels.keys().isdisjoint(wanted) or not {*labels.values()}.isdisjoint(
        wanted.values()
    )


def service_target_port(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service's target port is one that the selected pods have; a number need not be declared."""
    for service in cluster.subjects("Service"):
        selector = service.body.get("spec", "selector")
        selected = cluster.selected_by(selector.labels(), service.namespace) if selector else []
        for port in service.body.get("spec", "ports").items():
            target = port.get("targetPort") or port.get("port")
            if selected and not any(_has_port(workload, target) for workload in selected):
                params = {"port": target.text(), "workload": selected[0].name}
                known = tuple(name for each in selected for name in port_names(each))
                declared = "undeclared" if target.number() is not None else "missing"
                yield service.mistaken(f"service-target-port-{declared}", target, known, **params)


def _has_port(workload: Manifest, target: Value) -> bool:
    number = target.number()
    if number is None:
        return target.text() in port_names(workload)
    declared = port_numbers(workload)
    return number in declared or not declared


def unnamed_ports(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service of several ports names each, and no two alike."""
    for service in cluster.subjects("Service"):
        ports = service.body.get("spec", "ports").items()
        seen: set[str] = set()
        for port in ports if len(ports) > 1 else ():
            name = port.get("name").text()
            if not name or name in seen:
                yield service.finding("service-port-unnamed", port, port=port.get("port").text())
            seen.add(name)


CHECKS = (unnamed_ports, selector_misses_template, service_selects_nothing, service_target_port)
