"""The order service, put together from its modules and the platform."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI

from order_service.edges import POLICIES
from order_service.modules import assemble
from order_service.platform import answers, health, internal, log, tracing
from order_service.platform.assembly import Assembly, Parts
from order_service.platform.background import Background
from order_service.platform.broker import Broker
from order_service.platform.health import Health, Stage
from order_service.platform.identity import Believed, Keys, Verifier
from order_service.platform.inbox import Inbox
from order_service.platform.metrics import Metrics
from order_service.platform.nats_broker import NatsBroker
from order_service.platform.outbox import Outbox, Relay
from order_service.platform.peers import Peers
from order_service.platform.postgres_store import PostgresStore
from order_service.platform.serving import Around
from order_service.platform.signing_keys import fetched_from
from order_service.platform.store import Store
from order_service.settings import MissingSettingError, Settings


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
    broker: Broker | None = None,
    keys: Keys | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Compose the application; tests pass their own parts."""
    settings = settings or Settings.from_environment()
    metrics = Metrics()
    store = store or PostgresStore(settings.store_url, files("order_service") / "migrations")
    broker = broker or NatsBroker(settings.broker_url)
    peers = Peers(settings.peer_urls, POLICIES, settings.internal_token, metrics, transport)
    modules = assemble(Parts(store, Outbox(), peers, store.records))
    traces = tracing.provider("order", settings.traces_url, settings.traces_ratio)
    tracer = traces.get_tracer("order_service")
    background = Background()
    state = Health(store, broker, background)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with _opened(store, broker):
            background.start("relay", Relay(store, broker, metrics).run)
            if heard := {name: each.handlers for name, each in modules.items() if each.handlers}:
                inbox = Inbox(store, broker, heard, metrics, tracer)
                background.start("inbox", partial(inbox.run, "order"))
                background.start("forgetting", inbox.forget)
            state.stage = Stage.SERVING
            log.say("started", modules=list(modules))
            try:
                yield
            finally:
                # all that was asked for is answered: whoever takes over finds the rest in the store
                state.stage = Stage.DRAINING
                await background.stop()
                await peers.close()
                traces.shutdown()

    app = FastAPI(
        title="order",
        version="1.0.0",
        lifespan=lifespan,
        # a token in a header is nothing that a browser sends for somebody else's page
        strict_content_type=False,
    )
    app.state.verifier = Verifier(keys or fetched_from(settings.keys_url), _believed(settings))
    app.add_middleware(Around, instance=settings.instance, metrics=metrics, tracer=tracer)
    answers.install(app)
    for router in (health.router(state, store, metrics), *_routers(modules, settings)):
        app.include_router(router)
    return app


def serve() -> FastAPI:
    """What the web server starts."""
    log.configure("order")
    try:
        return create_app()
    except MissingSettingError as error:
        log.warn("start-failed", error, variable=error.variable)
        raise SystemExit(1) from None


def _believed(settings: Settings) -> Believed:
    return Believed(settings.issuer, settings.audiences, settings.role_claim)


@asynccontextmanager
async def _opened(store: Store, broker: Broker) -> AsyncIterator[None]:
    """Whoever starts the service again sees what it lacked, and no address with a password."""
    part = "store"
    try:
        await store.open()
        part = "broker"
        await broker.open("order")
    except Exception as error:
        log.warn("start-failed", error, part=part)
        raise
    try:
        yield
    finally:
        await broker.close()
        await store.close()
        log.say("stopped")


def _routers(modules: Mapping[str, Assembly[Any]], settings: Settings) -> Iterator[APIRouter]:
    calls = {name: call for module in modules.values() for name, call in module.calls.items()}
    yield internal.router(calls, settings.internal_token)
    for module in modules.values():
        yield module.router
