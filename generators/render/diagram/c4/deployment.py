"""C4, deployment: what of it runs where, and how often, in each environment."""

from collections.abc import Iterator
from math import ceil

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment, Workload
from generators.render.diagram.c4.pen import MARGIN, Frame, box, cylinder, node, page
from generators.render.diagram.c4.technology import BROKERS, STORES
from generators.render.diagram.c4.words import Words
from generators.render.infrastructure.sizing import survives_a_zone
from generators.render.infrastructure.view import MANAGED_STORES, managed
from generators.render.kubernetes.view import environments
from generators.render.replicas import replicas

_INGRESS = {"gateway-api": "Gateway API", "ingress": "Ingress"}
_CARD = Frame(0, 0, 178, 76)
_GAP = 14
_COLUMNS = 4
_HEADER = 62
_STORES = 250
_STORE_HEIGHT = 70


def deployment(bp: Blueprint, chosen: Deployment, words: Words) -> str:
    """The picture, an environment below the other."""
    rows = ceil(len(bp.services) / _COLUMNS)
    cluster = _COLUMNS * (_CARD.width + _GAP) + _GAP
    height = max(
        _HEADER + rows * (_CARD.height + _GAP) + _GAP,
        _HEADER + len(_servers(bp)) * (_STORE_HEIGHT + _GAP) + _GAP,
    )
    width = cluster + _GAP * 3 + _STORES
    body: list[str] = []
    y = 100.0
    for name, place in environments(bp).items():
        outer = Frame(MARGIN, y, width, height + _HEADER + _GAP)
        body += node(outer, name, words("environment", namespace=place.namespace))
        inner = Frame(outer.x + _GAP, y + _HEADER, cluster, height)
        body += node(inner, _cluster(chosen, words), _way_in(bp, chosen, words))
        body += _cards(bp, chosen, place, inner, words)
        beside = Frame(inner.right + _GAP, y + _HEADER, _STORES, height)
        body += node(beside, words("beside"), words("beside-what"))
        body += _beside(bp, chosen, place, beside, words)
        y = outer.bottom + 26
    title = words("deployment-title", name=bp.name)
    return page(title, words("deployment-reading"), width + 2 * MARGIN, y + 14, body)


def _cluster(chosen: Deployment, words: Words) -> str:
    return "Amazon EKS" if chosen.cloud == "aws" else words("cluster")


def _way_in(bp: Blueprint, chosen: Deployment, words: Words) -> str:
    what = words("cluster-what")
    if bp.gateway is None or chosen.ingress == "none":
        return what
    return f"{what} · {words('way-in', kind=_INGRESS[chosen.ingress])}"


def _cards(
    bp: Blueprint, chosen: Deployment, place: Environment, inner: Frame, words: Words
) -> Iterator[str]:
    for index, service in enumerate(bp.services):
        row, column = divmod(index, _COLUMNS)
        at = Frame(
            inner.x + _GAP + column * (_CARD.width + _GAP),
            inner.y + _HEADER + row * (_CARD.height + _GAP),
            _CARD.width,
            _CARD.height,
        )
        least, most = replicas(bp, chosen, place, service)
        count = words("replicas", n=least) if least == most else words("scaled", n=least, most=most)
        asked = chosen.workloads.get(service, Workload()).resources
        size = f"{asked.cpu_request_m}m CPU · {asked.memory_request_mi} MiB"
        yield from box(at, "container", service, count, [size])


def _beside(
    bp: Blueprint, chosen: Deployment, place: Environment, at: Frame, words: Words
) -> Iterator[str]:
    for index, (kind, label) in enumerate(_servers(bp).items()):
        frame = Frame(
            at.x + _GAP,
            at.y + _HEADER + index * (_STORE_HEIGHT + _GAP),
            at.width - 2 * _GAP,
            _STORE_HEIGHT,
        )
        by_aws = chosen.cloud == "aws" and place.stores == "external" and kind in managed(bp)
        doubled = kind in MANAGED_STORES and survives_a_zone(place)
        code = "self-run" if not by_aws else "managed-standby" if doubled else "managed"
        yield from cylinder(frame, "store", label, words(code))


def _servers(bp: Blueprint) -> dict[str, str]:
    """The stores and the broker by kind, as their makers write them."""
    used = dict.fromkeys(service.store for service in bp.services.values())
    found: dict[str, str] = {kind: STORES[kind] for kind in used if kind != "none"}
    return found | ({bp.events.broker: BROKERS[bp.events.broker]} if bp.events else {})
