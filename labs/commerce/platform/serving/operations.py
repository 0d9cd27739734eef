"""What whoever runs a deployable may ask of it: dead letters, projections, the events it knows."""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.platform.calls.remote import INTERNAL_TOKEN
from labs.commerce.platform.errors import ForbiddenError, NotFoundError
from labs.commerce.platform.events.deferring import Deferred
from labs.commerce.platform.events.schemas import EventSchema
from labs.commerce.platform.messages import Command, Message
from labs.commerce.platform.projections.deployable import Projections
from labs.commerce.platform.serving.web import answer, body

OPERATIONS = "/_ops/"

_LETTERS = 1000


class ReplayLetters(Command, frozen=True):
    """Which dead letters to try again: all, a module's, or one."""

    consumer: str = ""
    event_id: UUID | None = None


class DiscardLetter(Command, frozen=True):
    """Which dead letter to give up."""

    consumer: str
    event_id: UUID


class RebuildProjection(Command, frozen=True):
    """Which projection to make anew."""

    projection: str


class Counted(Message, frozen=True):
    """How many it were."""

    count: int


@dataclass(frozen=True, slots=True)
class Operations:
    """Answers only those who know the internal token: the gateway leads nobody here."""

    deferred: Deferred
    kick: Callable[[], None]
    """There are dead letters to try again."""
    projections: Projections
    schemas: Callable[[], Sequence[EventSchema]]
    """Of the events that the deployable publishes."""
    internal_token: str

    async def respond(self, request: Request) -> Response:
        """Carry out an operation."""
        token = request.headers.get(INTERNAL_TOKEN, "")
        if not hmac.compare_digest(token.encode(), self.internal_token.encode()):
            raise ForbiddenError("internal-token-required")
        path = request.scope["path"].removeprefix(OPERATIONS)
        operation = self._table().get((request.method, path))
        if operation is None:
            raise NotFoundError("no-such-operation", operation=path)
        return await operation(request)

    def _table(self) -> Mapping[tuple[str, str], Callable[[Request], Awaitable[Response]]]:
        return {
            ("GET", "events"): self._events,
            ("GET", "dead-letters"): self._letters,
            ("POST", "dead-letters/replay"): self._replay,
            ("POST", "dead-letters/discard"): self._discard,
            ("GET", "projections"): self._projections,
            ("POST", "projections/rebuild"): self._rebuild,
        }

    async def _events(self, _request: Request) -> Response:
        return answer(self.schemas())

    async def _letters(self, request: Request) -> Response:
        consumer = request.query_params.get("consumer", "")
        return answer(await self.deferred.letters(consumer, _LETTERS))

    async def _replay(self, request: Request) -> Response:
        wanted = await body(request, ReplayLetters)
        count = await self.deferred.replay(wanted.consumer, wanted.event_id)
        self.kick()
        return answer(Counted(count))

    async def _discard(self, request: Request) -> Response:
        wanted = await body(request, DiscardLetter)
        count = await self.deferred.discard(wanted.consumer, wanted.event_id)
        self.kick()
        return answer(Counted(count))

    async def _projections(self, _request: Request) -> Response:
        return answer(await self.projections.states())

    async def _rebuild(self, request: Request) -> Response:
        wanted = await body(request, RebuildProjection)
        return answer(await self.projections.rebuild(wanted.projection), 202)
