"""What a deployable says about itself to whoever runs it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from starlette.responses import Response

from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.serving.openapi import document
from labs.commerce.platform.serving.shape import Published
from labs.commerce.platform.serving.web import answer
from labs.commerce.platform.telemetry import Metrics
from labs.commerce.platform.telemetry.metrics import CONTENT_TYPE

PROBES = ("/health", "/ready", "/metrics", "/openapi.json")
"""Paths that every deployable answers itself, whatever prefixes its modules have."""


@dataclass(frozen=True)
class Probes:
    """Health, readiness, metrics and public API of one replica."""

    instance: str
    version: str
    dead: Sequence[str]
    """Background loops that ended; empty when the deployable is alive."""
    shortfalls: Callable[[], Awaitable[Sequence[str]]]
    """What keeps the deployable from being ready; empty when it is."""
    metrics: Metrics
    measure: Callable[[], Awaitable[None]]
    """Sets the gauges that are measured when somebody reads them."""
    published: Callable[[], Iterable[Published]]
    """Which public routes there are."""

    @cached_property
    def signature(self) -> Sequence[tuple[bytes, bytes]]:
        """The headers that say who answers."""
        return (b"x-served-by", self.instance.encode()), (b"x-version", self.version.encode())

    async def respond(self, path: str) -> Response:
        """Answer one of the probes."""
        if path == "/health":
            return self._health()
        if path == "/ready":
            return await self._readiness()
        if path == "/metrics":
            await self.measure()
            return Response(self.metrics.exposition(), media_type=CONTENT_TYPE)
        if path == "/openapi.json":
            return answer(document(self.instance, self.version, self.published()))
        raise NotFoundError("no-such-path", path=path)

    def _health(self) -> Response:
        """Only a restart mends what this tells; an event loop that hangs does not even answer."""
        status = HTTPStatus.SERVICE_UNAVAILABLE if self.dead else HTTPStatus.OK
        state = "ailing" if self.dead else "alive"
        return answer({"status": state, "instance": self.instance, "dead": self.dead}, status)

    async def _readiness(self) -> Response:
        shortfalls = await self.shortfalls()
        status = HTTPStatus.SERVICE_UNAVAILABLE if shortfalls else HTTPStatus.OK
        return answer({"ready": not shortfalls, "shortfalls": shortfalls}, status)
