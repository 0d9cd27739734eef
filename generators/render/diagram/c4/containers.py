"""C4, level 2: what runs: the gateway, services with their stores, the broker, and who talks.

A column for each service; the gateway lies above all of them, the broker below, and calls between
services take lanes of their own: no line crosses a box.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.services import Service
from generators.render.diagram.c4.pen import (
    LINE,
    MARGIN,
    Frame,
    arrow,
    boundary,
    box,
    cylinder,
    folded,
    page,
    person,
    plain_line,
    write,
)
from generators.render.diagram.c4.technology import BROKERS, GATEWAY, SERVICE, STORES
from generators.render.diagram.c4.words import Words
from generators.render.topology import routed_services

_COLUMN, _GAP = 156, 20
_LANE = 22
_STORE = Frame(0, 0, 96, 62)
_BAR = 54
_LETTERS = 23
_NARROWEST = 900


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything stands."""

    cards: Mapping[str, Frame]
    gateway: Frame
    stores_y: float
    broker: Frame
    inside: Frame
    """What belongs to the system."""


@dataclass(frozen=True, slots=True)
class Call:
    """A synchronous call in its lane; lane 0 lies nearest to the services."""

    caller: str
    callee: str
    lane: int


def containers(bp: Blueprint, words: Words) -> str:
    """The picture."""
    calls = _laned(bp)
    sheet = _sheet(bp, max((call.lane + 1 for call in calls), default=0))
    body = [
        *boundary(sheet.inside, words("boundary", name=bp.name)),
        *_way_in(bp, sheet, words),
        *(line for call in calls for line in _call(call, calls, sheet, words)),
        *(line for name in bp.services for line in _service(bp, name, sheet, words)),
        *_broker(bp, sheet, words),
    ]
    width, height = sheet.inside.right + MARGIN, sheet.inside.bottom + MARGIN
    title = words("containers-title", name=bp.name)
    return page(title, words("containers-reading"), max(width, _NARROWEST), height, body)


def _sheet(bp: Blueprint, lanes: int) -> Sheet:
    gateway_y = 284 if bp.gateway else 232
    across = len(bp.services) * (_COLUMN + _GAP) - _GAP
    left = max(MARGIN + 24, (_NARROWEST - across) / 2)
    cards_y = (gateway_y + _BAR if bp.gateway else gateway_y) + 46 + lanes * _LANE
    modules = max(len(_lines(service)) for service in bp.services.values())
    height = 58 + modules * LINE + 12
    cards = {
        name: Frame(left + index * (_COLUMN + _GAP), cards_y, _COLUMN, height)
        for index, name in enumerate(bp.services)
    }
    right = left + across
    stores_y = cards_y + height + 26
    broker = Frame(left, stores_y + _STORE.height + 54, right - left, _BAR)
    bottom = broker.bottom if bp.events and bp.events.topics else stores_y + _STORE.height
    gateway = Frame(left, gateway_y, right - left, _BAR)
    inside = Frame(left - 24, gateway_y - 24, right - left + 48, bottom - gateway_y + 24 + 44)
    return Sheet(cards, gateway, stores_y, broker, inside)


def _laned(bp: Blueprint) -> list[Call]:
    """Calls in lanes: short ones near the services, and none above another that it overlaps."""
    order = {name: index for index, name in enumerate(bp.services)}
    edges = bp.communication.edges if bp.communication else ()
    pairs = dict.fromkeys((each.caller, each.callee) for each in edges if each.style == "sync")
    taken: list[list[tuple[int, int]]] = []
    calls = []
    for caller, callee in sorted(pairs, key=lambda pair: abs(order[pair[0]] - order[pair[1]])):
        first, last = sorted((order[caller], order[callee]))
        free = (n for n, lane in enumerate(taken) if all(last < a or b < first for a, b in lane))
        lane = next(free, len(taken))
        taken[lane : lane + 1] = [[*(taken[lane] if lane < len(taken) else []), (first, last)]]
        calls.append(Call(caller, callee, lane))
    return calls


def _way_in(bp: Blueprint, sheet: Sheet, words: Words) -> Iterator[str]:
    somebody = Frame(sheet.gateway.middle - 95, 132, 190, 62)
    yield from person(somebody, words("customer"), words("person"))
    down = somebody.middle
    if bp.gateway is None:
        return
    yield arrow([(down, somebody.bottom), (down, sheet.gateway.y)], "call")
    yield write(down + 12, (somebody.bottom + sheet.inside.y) / 2 + 4, "HTTPS, JSON", "label")
    yield from box(sheet.gateway, "container", words("gateway"), f"[{GATEWAY}]")
    for name in routed_services(bp):
        card = sheet.cards[name]
        x = card.x + 30
        yield arrow([(x, sheet.gateway.bottom), (x, card.y)], "line")


def _call(call: Call, calls: list[Call], sheet: Sheet, words: Words) -> Iterator[str]:
    caller, callee = sheet.cards[call.caller], sheet.cards[call.callee]
    y = caller.y - 26 - call.lane * _LANE
    start = _port(caller, [each for each in calls if each.caller == call.caller], call, 58)
    end = _port(callee, [each for each in calls if each.callee == call.callee], call, 108)
    told = words("calls", caller=call.caller, callee=call.callee)
    yield arrow([(start, caller.y), (start, y), (end, y), (end, callee.y)], "call", told)


def _port(card: Frame, calls: list[Call], call: Call, first: float) -> float:
    """Where a call leaves or arrives on the upper edge: the way in is left, calls out, calls in."""
    share = 40 / max(len(calls), 1)
    return card.x + first + calls.index(call) * share


def _service(bp: Blueprint, name: str, sheet: Sheet, words: Words) -> Iterator[str]:
    service, card = bp.services[name], sheet.cards[name]
    yield from box(card, "container", name, f"[{SERVICE}]", _lines(service))
    if service.store == "none":
        return
    below = Frame(card.middle - _STORE.width / 2, sheet.stores_y, _STORE.width, _STORE.height)
    yield plain_line([(card.middle, card.bottom), (card.middle, below.y + 4)])
    yield from cylinder(below, "store", STORES[service.store], words("own-store"))


def _lines(service: Service) -> list[str]:
    return [line for module in service.modules for line in folded(module, _LETTERS)]


def _broker(bp: Blueprint, sheet: Sheet, words: Words) -> Iterator[str]:
    if bp.events is None or not bp.events.topics:
        return
    at, topics = sheet.broker, bp.events.topics
    yield (
        f'<rect class="bus" x="{at.x:g}" y="{at.y:g}" width="{at.width:g}" height="{at.height:g}"'
        ' rx="10"/>'
    )
    head = words("broker", name=BROKERS[bp.events.broker])
    yield write(at.x + 18, at.y + 23, head, "head")
    yield write(at.x + 18, at.y + 42, words("topics", names=" · ".join(topics)), "small")
    for name, card in sheet.cards.items():
        published = [topic for topic, each in topics.items() if name in each.producers]
        read = [topic for topic, each in topics.items() if name in each.consumers]
        if published:
            told = words("publishes", service=name, topics=", ".join(published))
            yield arrow([(card.x + 16, card.bottom), (card.x + 16, at.y)], "event", told)
        if read:
            told = words("reads", service=name, topics=", ".join(read))
            yield arrow([(card.right - 16, at.y), (card.right - 16, card.bottom)], "event", told)
