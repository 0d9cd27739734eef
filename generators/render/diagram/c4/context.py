"""C4, level 1: the system, who uses it, and what it needs from others."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.blueprint.gateway import SIGNER
from generators.render.diagram.c4.pen import (
    MARGIN,
    Frame,
    arrow,
    box,
    folded,
    page,
    person,
    write,
)
from generators.render.diagram.c4.words import Words

_OUTSIDE = {
    "payments": "payment-provider",
    "notifications": "mail",
    "shipping": "carriers",
    "suppliers": "suppliers",
}
"""Modules of the course's shop that speak with a system of somebody else's."""
_WIDTH, _HEIGHT, _GAP = 220, 104, 60
_SYSTEM = 380


def context(bp: Blueprint, words: Words) -> str:
    """The picture."""
    people, outside = _people(bp), _outside(bp)
    columns = max(len(people), len(outside), 2)
    width = 2 * MARGIN + columns * _WIDTH + (columns - 1) * _GAP
    system = Frame((width - _SYSTEM) / 2, 370, _SYSTEM, 120)
    body = [
        *box(system, "system", bp.name, words("system"), folded(_purpose(bp, words), 50)),
        *_row(people, width, 160, system, words, above=True),
        *_row(outside, width, 620, system, words, above=False),
    ]
    height = 620 + _HEIGHT + MARGIN if outside else system.bottom + MARGIN
    return page(words("context-title", name=bp.name), words("context-reading"), width, height, body)


def _row(
    names: list[str], width: float, y: float, system: Frame, words: Words, *, above: bool
) -> Iterator[str]:
    left = (width - len(names) * _WIDTH - (len(names) - 1) * _GAP) / 2
    for index, name in enumerate(names):
        at = Frame(left + index * (_WIDTH + _GAP), y, _WIDTH, _HEIGHT)
        what = folded(words(f"{name}-what"), 32)
        if above:
            yield from person(at, words(name), words("person"), what)
        else:
            yield from box(at, "outside", words(name), words("outside"), what)
        share = (index + 1) / (len(names) + 1)
        meets = system.x + share * system.width
        start, end = (at.bottom, system.y) if above else (system.bottom, at.y)
        ends = [(at.middle, start), (meets, end)] if above else [(meets, start), (at.middle, end)]
        yield arrow(ends, "call")
        yield from _told(words(f"{name}-does"), ends)


def _told(text: str, ends: list[tuple[float, float]]) -> Iterator[str]:
    """What runs along an arrow, on white over its middle."""
    x = (ends[0][0] + ends[1][0]) / 2
    y = (ends[0][1] + ends[1][1]) / 2
    half = len(text) * 3.3 + 6
    yield f'<rect x="{x - half:g}" y="{y - 13:g}" width="{2 * half:g}" height="19" fill="#ffffff"/>'
    yield write(x, y + 1, text, "label", "middle")


def _people(bp: Blueprint) -> list[str]:
    staffed = bp.gateway is not None and any(rule.roles for rule in bp.gateway.rbac)
    programs = bp.gateway is not None and bp.gateway.auth.api_keys is not None
    return ["customer", *(["staff"] if staffed else []), *(["programs"] if programs else [])]


def _outside(bp: Blueprint) -> list[str]:
    held = bp.holders()
    found = [name for module, name in _OUTSIDE.items() if module in held]
    tokens = bp.gateway is not None and bp.gateway.auth.jwt is not None
    return [*found, *(["identity"] if tokens and SIGNER not in held else [])]


def _purpose(bp: Blueprint, words: Words) -> str:
    """Of the course's shop; what another system is for, its blueprint does not say."""
    if "orders" not in bp.holders():
        return ""
    users = bp.objectives.users if bp.objectives else 0
    return words("purpose-users", n=users) if users else words("purpose")
