"""Composing a deployable from module names."""

import asyncio
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from labs.commerce.platform.background import Background, Loop, watch_lag
from labs.commerce.platform.brokers.choosing import broker_at
from labs.commerce.platform.cache import open_cache
from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Channel
from labs.commerce.platform.calls.remote import Line, remote
from labs.commerce.platform.calls.replicas import Replica, Replicas
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.database import CONNECTIONS, Database
from labs.commerce.platform.database.migration import Migration, migrate
from labs.commerce.platform.events import Outbox, encode_envelope
from labs.commerce.platform.events.cursor import Cursor
from labs.commerce.platform.events.pacing import LONGEST_S, SHORTEST_S
from labs.commerce.platform.events.pruning import Pruning
from labs.commerce.platform.events.relay import Relay
from labs.commerce.platform.events.schemas import events_of, schemas
from labs.commerce.platform.events.subscription import Subscription
from labs.commerce.platform.identity.keys import KeySet, KnownKeys
from labs.commerce.platform.identity.tokens import Verifier
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.module import Assembly, Module, Parts
from labs.commerce.platform.serving.admission import Admission
from labs.commerce.platform.serving.application import Application
from labs.commerce.platform.serving.operations import Operations
from labs.commerce.platform.serving.probing import Probes
from labs.commerce.platform.serving.readiness import Readiness, Stage
from labs.commerce.platform.serving.routing import InternalCalls, PublicRoutes
from labs.commerce.platform.serving.streaming import Streams
from labs.commerce.platform.telemetry.gauges import Gauges
from labs.commerce.platform.telemetry.instruments import instruments
from labs.commerce.platform.telemetry.messaging import announcer, listening
from labs.commerce.platform.telemetry.peers import Edge, seen
from labs.commerce.spec import ACID_MODULES, BreakerPolicy, Deployable, Spec, SpecError

if TYPE_CHECKING:
    from labs.commerce.modules.authentication.api import Authentication

MODULES = (
    *("registration", "authentication", "profiles", "permissions"),
    *("products", "categories", "search", "recommendations"),
    *("orders", "order-status", "payments", "shipping"),
    *("stock", "reservations", "suppliers"),
    *("reviews", "ratings", "moderation"),
    *("behaviour", "sales-reports", "recommendation-models"),
    *("cart", "notifications", "admin"),
)


COMPANIONS = ("storefront", "payment-provider", "mailbox")
"""What stands beside the shop: its pages, and the world outside it."""

PARTICIPANT = "two-phase"
"""Beside the modules of a checkout that is one transaction over several databases."""


def load(name: str) -> Module:
    """Import a module of the shop, or a companion, by its name.

    Raises:
        SpecError: there is no such module.
    """
    rooms = {
        **dict.fromkeys(MODULES, "modules."),
        **dict.fromkeys(COMPANIONS, "companions."),
        PARTICIPANT: "",
    }
    if name not in rooms:
        raise SpecError(f"module-unknown: {name}")
    package = name.replace("-", "_")
    found: Module = import_module(f"labs.commerce.{rooms[name]}{package}.module").MODULE
    return found


def modules_of(spec: Spec, deployable: Deployable) -> tuple[str, ...]:
    """What a deployable holds: its modules, and its vote where the checkout needs one."""
    takes_part = spec.votes and not ACID_MODULES.isdisjoint(deployable.modules)
    return (*deployable.modules, PARTICIPANT) if takes_part else deployable.modules


_SESSIONS = 3
"""Of a deployable's database, beside one for every two of its modules."""


class Host:
    """One replica of a deployable, from composition to its last breath.

    Composed in one process, it may serve in a child of that: it opens nothing before its start.
    """

    def __init__(self, spec: Spec, deployable: Deployable) -> None:
        self.spec = spec
        self.deployable = deployable
        self._instruments = instruments(deployable, spec.tracing)
        self._log, self._metrics = self._instruments.log, self._instruments.metrics
        self._clock = SystemClock()
        # a session costs the server two or three megabytes
        connections = min(CONNECTIONS, _SESSIONS + len(deployable.modules) // 2)
        self._database = Database(
            deployable.database, encode_envelope, self._kick_relay, connections
        )
        self._cache = open_cache(spec.cache)
        self._streams = Streams()
        # in a choreography the customer waits for the events, else nobody does
        pause_s = SHORTEST_S if spec.checkout == "saga-choreography" else LONGEST_S
        self._broker = broker_at(spec.broker, pause_s)
        self._relay = Relay(self._database, self._broker, self._log, self._metrics, pause_s)
        self._channels: dict[str, Channel] = {}
        self._lines: dict[str, Line] = {}
        self._built: dict[str, Assembly] = {}
        self._modules = {name: load(name) for name in modules_of(spec, deployable)}
        self._background = Background(self._log)
        self._readiness = Readiness(
            self._database, self._broker, self._background.dead, keeps_data=deployable.keeps_data
        )
        self._admission = Admission()
        for name in self._modules:
            self._build(name)
        self._subscription = self._subscribed()
        self._projections = self._subscription.projections(
            {name: built.projection for name, built in self._built.items() if built.projection}
        )
        self.application = self._application()

    def _application(self) -> Application:
        modules = [(module, self._built[name]) for name, module in self._modules.items()]
        public = PublicRoutes(modules)
        probes = Probes(
            self.deployable.instance,
            self.deployable.version,
            self._background.dead,
            self._readiness.shortfalls,
            self._metrics,
            self._gauges().measure,
            public.published,
        )
        verifier = Verifier(KnownKeys(self._keys, self._clock), self._clock)
        return Application(
            public,
            InternalCalls(modules),
            probes,
            verifier,
            self.spec.secrets.internal_token,
            self._instruments,
            self._admission,
            self._operations(),
        )

    def _operations(self) -> Operations:
        kinds = [kind for module in self._modules.values() for kind in events_of(module.contract)]
        return Operations(
            self._subscription.deferred,
            self._subscription.retrying.kick,
            self._projections,
            partial(schemas, kinds),
            self.spec.secrets.internal_token,
        )

    async def start(self) -> None:
        """Connect, migrate, listen. The deployable is ready when this returns."""
        if self.deployable.keeps_data:
            await asyncio.gather(self._open_database(), self._broker.open(self.deployable.instance))
        for built in self._built.values():
            if built.opening is not None:
                await built.opening()
        self._background.start(self._loops())
        self._readiness.stage = Stage.SERVING
        self._log.info("started", modules=",".join(self._modules))

    async def prepare(self) -> None:
        """Bring the database to where a first start begins, and let go of it."""
        await self._open_database()
        await self._database.close()

    def drain(self) -> None:
        """Say that the deployable wants no more work; it goes on with what comes all the same."""
        self._readiness.stage = Stage.DRAINING
        self._streams.close()

    async def stop(self) -> None:
        """Let go of everything at once: whoever takes over finds the work in the database."""
        self.drain()
        await self._background.stop()
        await self._broker.close()
        await self._database.close()

    async def _open_database(self) -> None:
        await self._database.open(self.deployable.instance)
        self._readiness.stage = Stage.MIGRATING
        migrations = [
            Migration(name, module.schema, self._built[name].seed)
            for name, module in self._modules.items()
        ]
        await migrate(self._database, migrations, self.spec.seed, self._wait_for)

    def _wait_for(self, missing: str) -> None:
        self._readiness.awaited = missing
        self._log.warning("waiting", reason=missing)

    def _subscribed(self) -> Subscription:
        """What the modules hear."""
        tracer, name = self._instruments.tracer, self.deployable.name
        system = self._broker.system
        listeners = {
            module: listening(tracer, module, system, name, built.handlers)
            for module, built in self._built.items()
            if built.handlers
        }
        cursor = Cursor(self._database, name, self.deployable.instance)
        return Subscription(
            self._database, self._broker, cursor, listeners, self._clock, self._log, self._metrics
        )

    def _loops(self) -> Iterator[tuple[str, Loop]]:
        for name, built in self._built.items():
            yield from ((name, loop) for loop in built.background)
        if self.deployable.keeps_data:
            yield "relay", self._relay.run
            yield from self._subscription.loops()
            yield "pruning", Pruning(self._database, self._log).run
        if self._instruments.recorder is not None:
            yield "recorder", self._instruments.recorder.run
        yield "lag", partial(watch_lag, self._metrics, self._observe)

    def _gauges(self) -> Gauges:
        measures = [built.measure for built in self._built.values() if built.measure]
        measures += [self._subscription.measure, self._projections.measure]
        breakers = {name: line.replicas.breakers for name, line in self._lines.items()}
        database = self._database if self.deployable.keeps_data else None
        return Gauges(self._metrics, database, breakers, measures)

    def _build(self, name: str) -> Assembly:
        if name not in self._built:
            self._built[name] = self._modules[name].build(self._parts(name))
        return self._built[name]

    def _parts(self, name: str) -> Parts:
        tracer = self._instruments.tracer
        return Parts(
            self._database,
            Outbox(self._clock, announcer(tracer, name, self._broker.system)),
            self._cache,
            self._clock,
            self._log,
            tracer,
            self._streams,
            self.spec,
            self.deployable.instance,
            partial(self._peer, name),
            partial(self._voter, name),
        )

    def _peer(self, caller: str, name: str) -> object:
        """A module in this deployable, else a stand-in that calls the one that holds it."""
        contract = load(name).contract
        if name in self._modules:
            peer, edge = self._build(name).service, Edge(caller, name)
        else:
            line = self._lines.setdefault(name, self._line(name))
            peer, edge = remote(contract, line), Edge(caller, name, line.replicas.address)
        return seen(contract, peer, edge, self._instruments.tracer)

    async def _keys(self) -> KeySet:
        """What verifies access tokens, from the module that signs them."""
        signer = cast("Authentication", self._peer("platform", "authentication"))
        return await signer.keys(Nothing())

    def _voter(self, caller: str, module: str) -> object:
        """Who votes for a module: this deployable, else the one that holds the module."""
        if module in self._modules:
            return self._peer(caller, PARTICIPANT)
        contract = load(PARTICIPANT).contract
        line = self._lines.setdefault(f"{PARTICIPANT} of {module}", self._line(PARTICIPANT, module))
        edge = Edge(caller, PARTICIPANT, line.replicas.address)
        return seen(contract, remote(contract, line), edge, self._instruments.tracer)

    def _line(self, name: str, holder: str = "") -> Line:
        """To the deployable that holds a module; `holder` is another module in it."""
        urls = self.spec.addresses(holder or name)
        if not urls:
            raise SpecError(f"peer-without-address: {name}")
        policy = self.spec.communication.policy(name)
        replicas = Replicas(name, [self._replica(url, policy.breaker) for url in urls])
        return Line(name, replicas, policy, self.spec.secrets.internal_token, self._metrics)

    def _replica(self, url: str, policy: BreakerPolicy) -> Replica:
        channel = self._channels.setdefault(url, Channel(url))
        breaker = Breaker(policy.failures, policy.open_ms / 1000)
        return Replica(channel, breaker, policy.most_at_once)

    def _observe(self, lag_s: float, elapsed_s: float) -> None:
        """Work waits for the event loop or for a connection; either bounds what is let in."""
        self._admission.observe(max(lag_s, self._database.longest_wait_s()), elapsed_s)

    def _kick_relay(self) -> None:
        self._relay.kick()


def preload(spec: Spec) -> None:
    """Import everything that the children will need, so that they share its memory.

    Raises:
        SpecError: a module is unknown, or cannot do what is asked of it.
    """
    placed = {name for part in spec.deployables for name in modules_of(spec, part)}
    modules = [load(name) for name in sorted(placed | spec.peers.keys())]
    problems = [problem for module in modules for problem in module.problems(spec)]
    if problems:
        raise SpecError(*problems)
