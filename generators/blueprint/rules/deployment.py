"""Workloads on the cluster."""

from collections.abc import Iterator

from decomposer.documents import Violation
from decomposer.documents.problem import Path
from generators.blueprint.deployment import Deployment, Workload
from generators.blueprint.document import Blueprint
from generators.blueprint.rules.references import keys_unknown

_SECTION = ("deployment", "workloads")


def workload_services(bp: Blueprint) -> Iterator[Violation]:
    """A workload belongs to a service."""
    yield from keys_unknown(bp, _deployment(bp).workloads, _SECTION)


def request_above_limit(bp: Blueprint) -> Iterator[Violation]:
    """A container cannot ask for more than it may use."""
    for _, at, workload in _workloads(bp):
        res = workload.resources
        place = (*at, "resources")
        if res.cpu_limit_m is not None and res.cpu_request_m > res.cpu_limit_m:
            params = {"limit": res.cpu_limit_m}
            where = (*place, "cpu_request_m")
            yield Violation("request-above-limit", where, str(res.cpu_request_m), params=params)
        if res.memory_request_mi > res.memory_limit_mi:
            params = {"limit": res.memory_limit_mi}
            where = (*place, "memory_request_mi")
            value = str(res.memory_request_mi)
            yield Violation("request-above-limit", where, value, params=params)


def autoscaling_range(bp: Blueprint) -> Iterator[Violation]:
    """The autoscaler's minimum does not exceed its maximum."""
    for _, at, workload in _workloads(bp):
        scaling = workload.autoscaling
        if scaling and scaling.min_replicas > scaling.max_replicas:
            params = {"limit": scaling.max_replicas}
            place = (*at, "autoscaling", "min_replicas")
            value = str(scaling.min_replicas)
            yield Violation("autoscaling-range", place, value, params=params)


def disruption_budget(bp: Blueprint) -> Iterator[Violation]:
    """A budget says one thing, and leaves room for a node to be drained."""
    for service, at, workload in _workloads(bp):
        budget = workload.disruption_budget
        if budget is None:
            continue
        place = (*at, "disruption_budget")
        if (budget.min_available is None) == (budget.max_unavailable is None):
            yield Violation("budget-says-not-one", place, service)
        elif _blocks(budget.min_available, budget.max_unavailable, _replicas(bp, service)):
            params = {"replicas": _replicas(bp, service)}
            yield Violation("budget-blocks-drain", place, service, params=params)


def namespace_twice(bp: Blueprint) -> Iterator[Violation]:
    """Environments do not share a namespace."""
    seen: dict[str, str] = {}
    for name, environment in _deployment(bp).environments.items():
        if environment.namespace in seen:
            at = ("deployment", "environments", name, "namespace")
            params = {"other": seen[environment.namespace]}
            yield Violation("namespace-twice", at, environment.namespace, params=params)
        seen.setdefault(environment.namespace, name)


def host_twice(bp: Blueprint) -> Iterator[Violation]:
    """No two environments name the same host: requests can reach only one of them."""
    seen: dict[str, str] = {}
    for name, environment in _deployment(bp).environments.items():
        if environment.host is None:
            continue
        if environment.host in seen:
            at = ("deployment", "environments", name, "host")
            params = {"other": seen[environment.host]}
            yield Violation("host-twice", at, environment.host, params=params)
        seen.setdefault(environment.host, name)


def _blocks(min_available: int | None, max_unavailable: int | None, replicas: int) -> bool:
    if max_unavailable is not None:
        return max_unavailable == 0
    return min_available is not None and min_available >= replicas


def _replicas(bp: Blueprint, service: str) -> int:
    workload = _deployment(bp).workloads[service]
    if workload.autoscaling:
        return workload.autoscaling.min_replicas
    return bp.services[service].replicas if service in bp.services else 1


def _deployment(bp: Blueprint) -> Deployment:
    return bp.deployment or Deployment()


def _workloads(bp: Blueprint) -> Iterator[tuple[str, Path, Workload]]:
    for name, workload in _deployment(bp).workloads.items():
        yield name, (*_SECTION, name), workload


RULES = (
    workload_services,
    request_above_limit,
    autoscaling_range,
    disruption_budget,
    namespace_twice,
    host_twice,
)
