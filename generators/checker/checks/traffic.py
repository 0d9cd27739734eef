"""Canaries in VirtualServices and DestinationRules."""

from collections.abc import Iterator

from generators.checker.checks.routing import served
from generators.checker.cluster import Cluster, same_namespace
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest

_WHOLE = 100


def header_after_weights(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Routes match in order: behind one that takes everything, a header match is never reached."""
    for virtual in cluster.subjects("VirtualService"):
        catch_all: Value | None = None
        for rule in _rules(virtual):
            if catch_all is not None:
                code = "canary-header-after-weights" if _by_header(rule) else "route-unreachable"
                yield virtual.finding(code, rule, catches=catch_all.place.line)
            elif _takes_everything(rule):
                catch_all = rule


def weights_not_100(cluster: Cluster) -> Iterator[ManifestFinding]:
    """The weights of a route make 100 together; a lone destination needs none."""
    for virtual in cluster.subjects("VirtualService"):
        for rule in _rules(virtual):
            destinations = rule.get("route").items()
            total = sum(each.get("weight").number() or 0 for each in destinations)
            alone = len(destinations) == 1 and not destinations[0].get("weight")
            if destinations and not alone and total != _WHOLE:
                yield virtual.finding("weights-not-100", rule.get("route"), total=total)


def subset_undefined(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A route's subset stands in the DestinationRule of the same host."""
    for virtual in cluster.subjects("VirtualService"):
        for rule in _rules(virtual):
            for each in rule.get("route").items():
                destination = each.get("destination")
                host, subset = destination.get("host").text(), destination.get("subset")
                known = _subsets(cluster, host, virtual.namespace)
                if subset and subset.text() not in known:
                    params = {"subset": subset.text(), "host": host, "known": ", ".join(known)}
                    yield virtual.finding("subset-undefined", subset, **params)


def subset_selects_nothing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A subset's labels match pods of its host."""
    for rule in cluster.subjects("DestinationRule"):
        service = cluster.service_of_host(rule.body.get("spec", "host").text(), rule.namespace)
        if service is None:
            host = rule.body.get("spec", "host")
            if not served(cluster, host.text(), rule.namespace):
                params = {"backend": host.text()}
                yield cluster.missing("backend-missing", rule, host, ("Service",), **params)
            continue
        selector = service.body.get("spec", "selector").labels()
        for subset in rule.body.get("spec", "subsets").items():
            labels = selector | subset.get("labels").labels()
            if not cluster.selected_by(labels, rule.namespace):
                params = {"subset": subset.get("name").text(), "host": service.name}
                yield rule.finding("subset-selects-nothing", subset, **params)


def _rules(virtual: Manifest) -> list[Value]:
    return virtual.body.get("spec", "http").items()


def _by_header(rule: Value) -> bool:
    return any(match.get("headers") for match in rule.get("match").items())


def _takes_everything(rule: Value) -> bool:
    """Without a match, or with one match whose only condition is the prefix `/`."""
    matches = rule.get("match").items()
    return not matches or any(
        [key for key, _ in match.entries()] == ["uri"] and match.get("uri", "prefix").text() == "/"
        for match in matches
    )


def _subsets(cluster: Cluster, host: str, namespace: str) -> tuple[str, ...]:
    short = host.partition(".")[0]
    return tuple(
        subset.get("name").text()
        for rule in cluster.of("DestinationRule")
        if rule.body.get("spec", "host").text().partition(".")[0] == short
        and same_namespace(rule.namespace, namespace)
        for subset in rule.body.get("spec", "subsets").items()
    )


def routed_twice(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Inside the mesh one VirtualService rules a host; a second one is ignored, or mixed in."""
    first: dict[tuple[str, str], Manifest] = {}
    for virtual in cluster.subjects("VirtualService"):
        gateways = [each.text() for each in virtual.body.get("spec", "gateways").items()]
        for host in virtual.body.get("spec", "hosts").items():
            short = host.text().partition(".svc")[0]
            other = first.setdefault((short, virtual.namespace), virtual)
            if other.name != virtual.name and (not gateways or "mesh" in gateways):
                yield virtual.finding("host-routed-twice", host, host=host.text(), other=other.name)


CHECKS = (
    routed_twice,
    header_after_weights,
    weights_not_100,
    subset_undefined,
    subset_selects_nothing,
)
