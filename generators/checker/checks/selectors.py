"""Selectors: who is meant by labels."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import pod_labels, port_names, port_numbers


def selector_misses_template(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A workload must select the very pods that it makes; the API server refuses it otherwise."""
    for workload in cluster.workloads():
        selector = workload.body.get("spec", "selector", "matchLabels")
        labels = pod_labels(workload)
        for key, value in selector.entries():
            if labels.get(key) != value.text():
                params = {"label": key, "wanted": value.text(), "found": labels.get(key, "")}
                yield workload.finding("selector-misses-template", value, **params)


def service_selects_nothing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service whose selector matches no pods answers nobody."""
    for service in cluster.of("Service"):
        selector = service.body.get("spec", "selector")
        if not selector or not cluster.brings_pods(service.namespace):
            continue
        if not cluster.selected_by(selector.labels(), service.namespace):
            shown = ", ".join(f"{key}={value}" for key, value in selector.labels().items())
            yield service.finding("service-selects-nothing", selector, selector=shown)


def service_target_port(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service's target port is one that the selected pods have."""
    for service in cluster.of("Service"):
        selector = service.body.get("spec", "selector")
        selected = cluster.selected_by(selector.labels(), service.namespace) if selector else []
        for port in service.body.get("spec", "ports").items():
            target = port.get("targetPort") or port.get("port")
            if selected and not any(_has_port(workload, target) for workload in selected):
                params = {"port": target.text(), "workload": selected[0].name}
                known = tuple(name for each in selected for name in port_names(each))
                code = "service-target-port-missing"
                yield service.mistaken(code, target, known, **params)


def _has_port(workload: Manifest, target: Value) -> bool:
    number = target.number()
    if number is None:
        return target.text() in port_names(workload)
    declared = port_numbers(workload)
    return number in declared or not declared


def unnamed_ports(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A Service of several ports names each, and no two alike."""
    for service in cluster.of("Service"):
        ports = service.body.get("spec", "ports").items()
        seen: set[str] = set()
        for port in ports if len(ports) > 1 else ():
            name = port.get("name").text()
            if not name or name in seen:
                yield service.finding("service-port-unnamed", port, port=port.get("port").text())
            seen.add(name)


CHECKS = (unnamed_ports, selector_misses_template, service_selects_nothing, service_target_port)
