"""What the deployables behind the shop say of themselves: are they well, and what waits in them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from labs.commerce.platform.calls.client import AnswerLostError, Channel, NotSentError

_PATIENCE_S = 1.0
_GAUGES = {
    "shop_outbox_events": "outbox",
    "shop_inbox_pending_events": "inbox",
    "shop_reactions_pending": "reactions",
    "shop_dead_letters": "dead_letters",
    "shop_sagas_stuck": "stuck_sagas",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """One replica, as it is now."""

    name: str
    modules: tuple[str, ...]
    is_up: bool
    gauges: Mapping[str, int]

    @property
    def worries(self) -> bool:
        """Whether somebody should look."""
        return not self.is_up or any(map(self.gauges.get, ("dead_letters", "stuck_sagas")))


class Machinery:
    """Asks the first replica of every deployable."""

    def __init__(self, peers: Mapping[str, str]) -> None:
        modules: dict[str, list[str]] = {}
        for module, url in peers.items():
            modules.setdefault(url, []).append(module)
        self._machines = [(Channel(url), tuple(held)) for url, held in modules.items()]

    async def look(self) -> list[Machine]:
        """Every deployable, the worrying ones first."""
        seen = await asyncio.gather(*(_seen(*machine) for machine in self._machines))
        return sorted(seen, key=lambda machine: (not machine.worries, machine.name))


async def _seen(channel: Channel, modules: tuple[str, ...]) -> Machine:
    try:
        answer = await channel.request("GET", "/metrics", b"", {}, _PATIENCE_S)
    except (NotSentError, AnswerLostError, TimeoutError):
        return Machine(modules[0], modules, is_up=False, gauges={})
    name = answer.headers.get("x-served-by", modules[0])
    return Machine(name, modules, is_up=True, gauges=_gauges(answer.body.decode()))


def _gauges(exposition: str) -> dict[str, int]:
    """The gauges among Prometheus' lines, summed over their labels."""
    found: dict[str, int] = {}
    for line in exposition.splitlines():
        series, _, value = line.rpartition(" ")
        name = _GAUGES.get(series.partition("{")[0])
        if name:
            found[name] = found.get(name, 0) + int(float(value))
    return found
