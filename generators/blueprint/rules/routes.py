"""Routes of the gateway."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.gateway import Route
from generators.blueprint.rules.references import service_unknown

_SECTION = ("gateway", "routes")


def route_target(bp: Blueprint) -> Iterator[Violation]:
    """A route reaches a service, and the service that holds the module it names."""
    holders = bp.holders()
    for index, route in enumerate(_routes(bp)):
        yield from service_unknown(bp, route.service, (*_SECTION, index, "service"))
        if route.module is None:
            continue
        holder = holders.get(route.module)
        if holder is None:
            at = (*_SECTION, index, "module")
            yield Violation("route-module-unknown", at, route.module, tuple(sorted(holders)))
        elif holder != route.service and route.service in bp.services:
            at = (*_SECTION, index, "service")
            params = {"module": route.module, "holder": holder}
            yield Violation("route-module-elsewhere", at, route.service, (holder,), params)


def prefix_twice(bp: Blueprint) -> Iterator[Violation]:
    """Of two routes with one prefix the second is never reached."""
    first: dict[str, str] = {}
    for index, route in enumerate(_routes(bp)):
        if route.prefix in first:
            at = (*_SECTION, index, "prefix")
            params = {"service": first[route.prefix]}
            yield Violation("prefix-twice", at, route.prefix, params=params)
        first.setdefault(route.prefix, route.service)


def try_longer_than_timeout(bp: Blueprint) -> Iterator[Violation]:
    """One try cannot last longer than all tries together."""
    for index, route in enumerate(_routes(bp)):
        if route.per_try_timeout_ms and route.per_try_timeout_ms > route.timeout_ms:
            at = (*_SECTION, index, "per_try_timeout_ms")
            params = {"limit": route.timeout_ms}
            value = str(route.per_try_timeout_ms)
            yield Violation("try-longer-than-timeout", at, value, params=params)


def cached_route_retries(bp: Blueprint) -> Iterator[Violation]:
    """Envoy's cache asks the service by itself: retries of the route would silently not happen."""
    for index, route in enumerate(_routes(bp)):
        if route.cache and route.retries:
            yield Violation("cached-route-retries", (*_SECTION, index, "retries"), route.prefix)


def _routes(bp: Blueprint) -> tuple[Route, ...]:
    return bp.gateway.routes if bp.gateway else ()


RULES = (route_target, prefix_twice, try_longer_than_timeout, cached_route_retries)
