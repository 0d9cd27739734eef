"""Handling each event once for each module, in the order of its key."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import Database
from labs.commerce.platform.events.deferring import Deferred, Failure, Incoming
from labs.commerce.platform.events.outbox import Handler, Handlers, handled
from labs.commerce.platform.messages import SUBJECTS, Envelope, Event

_MARK = """
    INSERT INTO platform.inbox (consumer, event_id)
    SELECT consumer, event_id
    FROM unnest($1::text[], $2::uuid[], $3::text[]) AS heard (consumer, event_id, key)
    WHERE NOT EXISTS (SELECT FROM platform.deferred d
        WHERE d.consumer = heard.consumer AND d.key = heard.key)
    ON CONFLICT DO NOTHING RETURNING consumer, event_id
"""


class Received(NamedTuple):
    """What became of events that came in; what is in neither had been handled before."""

    handled: set[tuple[str, UUID]]
    queued: set[tuple[str, UUID]]
    """They wait behind another event of their key."""


class Inbox:
    """A deployable's incoming events; each of its modules handles each event once."""

    def __init__(self, database: Database, listeners: Mapping[str, Handlers]) -> None:
        self._database = database
        self._deferred = Deferred(database)
        self._listeners: dict[str, dict[str, _Listener]] = {}
        for module, handlers in listeners.items():
            for kind, handler in handlers.items():
                heard = self._listeners.setdefault(kind.__name__, {})
                heard[module] = _Listener(kind, handler)

    @property
    def subjects(self) -> list[str]:
        """What to read."""
        return sorted(f"{SUBJECTS}.{name}" for name in self._listeners)

    def modules(self, event: str) -> list[str]:
        """The modules that listen to an event."""
        return list(self._listeners.get(event, ()))

    def incoming(self, envelope: Envelope) -> list[Incoming]:
        """An event once for each module that listens to it."""
        return [Incoming(module, envelope) for module in self.modules(envelope.event)]

    async def receive(
        self, incoming: Sequence[Incoming], first: Callable[[], Awaitable[None]]
    ) -> Received:
        """Handle events in one transaction, and `first` what must hold for it: all, or nothing.

        An event whose key has another one waiting for the same module queues up behind it.
        """
        async with self._database.transaction():
            await first()
            rows = await self._database.fetch(
                _MARK,
                [one.module for one in incoming],
                [one.envelope.id for one in incoming],
                [one.key for one in incoming],
            )
            new = {(row["consumer"], row["event_id"]) for row in rows}
            rest = [one for one in incoming if (one.module, one.envelope.id) not in new]
            queued = await self._deferred.follow(rest) if rest else set()
            unhandled = set(new)
            for module, envelope in incoming:
                if (module, envelope.id) in unhandled:
                    unhandled.discard((module, envelope.id))
                    await self.handle(module, envelope)
                    crash_here(Place.AFTER_HANDLING, envelope.event)
        return Received(new, queued)

    async def set_aside(
        self, module: str, envelope: Envelope, payload: bytes, failure: Failure
    ) -> None:
        """Let those behind an event go on, but for those of its own key."""
        await self._deferred.defer(module, envelope, payload, failure)

    async def mark(self, module: str, event_id: UUID) -> bool:
        """Mark an event as handled. False when it is marked already."""
        return bool(
            await self._database.execute(
                "INSERT INTO platform.inbox (consumer, event_id) VALUES ($1, $2)"
                " ON CONFLICT DO NOTHING",
                module,
                event_id,
            )
        )

    async def handle(self, module: str, envelope: Envelope) -> None:
        """Have a module handle an event, marked or not."""
        listener = self._listeners[envelope.event][module]
        await handled(listener.kind, listener.handle, envelope)


@dataclass(frozen=True, slots=True)
class _Listener:
    kind: type[Event]
    handle: Handler
