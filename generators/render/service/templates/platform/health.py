"""Alive and ready: two questions with two answers, and what is measured.

`/health` says that the process can go on; when it fails, the process is started anew. `/ready` says
that requests can be served; when it fails, no requests are sent, and nothing is started anew.
"""

import asyncio
from enum import StrEnum
from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from .background import Background
from .broker import Broker
from .metrics import Metrics
from .transactions import Transactions

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Stage(StrEnum):
    """How far the service has come. Only one that serves can be ready."""

    STARTING = "starting"
    SERVING = "serving"
    DRAINING = "draining"


class Health:
    """Asks the store and the broker each time: a remembered answer would be a guess."""

    def __init__(self, store: Transactions, broker: Broker, background: Background) -> None:
        self._store = store
        self._broker = broker
        self._background = background
        self.stage = Stage.STARTING

    @property
    def dead(self) -> list[str]:
        """Background loops that ended: only a restart mends that."""
        return self._background.dead

    async def shortfalls(self) -> list[str]:
        """What keeps the service from doing its work; empty when it is ready."""
        if self.stage is not Stage.SERVING:
            return [self.stage.value]
        answers = await asyncio.gather(self._store.answers(), self._broker.answers())
        asked = zip(("store", "broker"), answers, strict=True)
        return [*self.dead, *(name for name, answered in asked if not answered)]


def router(health: Health, store: Transactions, metrics: Metrics) -> APIRouter:
    """The probes of whoever runs the service."""
    routes = APIRouter(tags=["platform"], include_in_schema=False)

    @routes.get("/health")
    async def alive() -> Response:
        status = HTTPStatus.SERVICE_UNAVAILABLE if health.dead else HTTPStatus.OK
        state = "ailing" if health.dead else "alive"
        return JSONResponse({"status": state, "dead": health.dead}, status)

    @routes.get("/ready")
    async def ready() -> Response:
        missing = await health.shortfalls()
        status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
        return JSONResponse({"ready": not missing, "shortfalls": missing}, status)

    @routes.get("/metrics")
    async def measured() -> Response:
        if await store.answers():
            metrics.outbox.set(await store.waiting_events())
        return Response(metrics.exposition(), media_type=_TEXT)

    return routes
