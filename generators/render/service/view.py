"""What the files of one service are made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.blueprint import Blueprint
from generators.blueprint.communication import Breaker, Edge
from generators.blueprint.deployment import Deployment
from generators.blueprint.topics import TopicsView, topics_view
from generators.render.service.adapters import (
    BROKERS,
    BROKERS_AT_AWS,
    MEMORY_BROKER,
    MEMORY_STORE,
    STORES,
    Adapter,
)
from generators.render.service.contract import Contract, contract, identifier
from generators.render.service.written import RULES
from generators.render.topology import at_aws, mounted, uses_broker


@dataclass(frozen=True, slots=True)
class PeerView:
    """A service that is called, and the policy of the call."""

    name: str
    variable: str
    timeout_ms: int | None
    attempts: int
    failures: int
    open_ms: int


@dataclass(frozen=True, slots=True)
class AskedView:
    """A module that another one asks."""

    name: str
    identifier: str
    title: str
    peer: str
    """The service to call; empty where the module shares this one."""
    field: str
    """What the asking service calls it; its own operations have their names first."""

    @property
    def api(self) -> str:
        """The Python module of its contract, below the package."""
        return f"clients.{self.identifier}" if self.peer else f"modules.{self.identifier}.api"


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module as Python and HTTP name it."""

    name: str
    identifier: str
    title: str
    prefix: str
    contract: Contract | None
    """None where the shop has no such module."""
    asks: tuple[AskedView, ...]
    unreachable: tuple[str, ...]
    """Modules that it would ask, to which the blueprint has no edge."""
    is_written: bool
    """Its rules are known, and all that they ask can be asked."""

    @property
    def has_rules(self) -> bool:
        """Whether its rules are known, be there whom they ask or not."""
        return self.identifier in RULES

    def asked(self, name: str) -> AskedView | None:
        """A module that it can ask."""
        return next((each for each in self.asks if each.name == name), None)


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as its files see it."""

    service: str
    project: str
    package: str
    version: str
    store: str
    broker: str
    """Empty where the service neither publishes nor consumes."""
    modules: tuple[ModuleView, ...]
    """Each after those of this service that it asks."""
    peers: tuple[PeerView, ...]
    topics: TopicsView
    store_adapter: Adapter
    broker_adapter: Adapter

    @property
    def keeps_in_postgresql(self) -> bool:
        """Whether there is a schema to migrate."""
        return self.store_adapter is STORES["postgresql"]

    @property
    def untyped(self) -> tuple[str, ...]:
        """Packages that the service or its tests use and that publish no types."""
        adapters = (*self.store_adapter.untyped, *self.broker_adapter.untyped)
        return (*adapters, "jsonschema")

    @property
    def addresses(self) -> Mapping[str, str]:
        """What the addresses of store and broker look like."""
        of = {"STORE_URL": self.store_adapter.address, "BROKER_URL": self.broker_adapter.address}
        return {variable: f": `{address}`" for variable, address in of.items() if address}

    @property
    def events(self) -> tuple[tuple[str, str, str], ...]:
        """Every event that modules tell or hear, and where it travels."""
        told = [(event, "told", topic) for event, topic in self.topics.told.items()]
        heard = [(event, "heard", topic) for event, topic in self.topics.heard.items()]
        return tuple((event, way, self._place(event, topic)) for event, way, topic in told + heard)

    def _place(self, event: str, topic: str | None) -> str:
        if self.broker_adapter.is_memory:
            return "inside the process: the blueprint gives the service no topic"
        if not self.broker_adapter.shares_topics:
            return f"`events.{event}`"
        return f"topic `{topic}`" if topic else "nowhere: no topic of the blueprint carries it here"

    @property
    def variables(self) -> Mapping[str, str]:
        """An environment with every variable that must be set, for the tests."""
        return dict(self._variables())

    def _variables(self) -> Iterator[tuple[str, str]]:
        if not self.store_adapter.is_memory:
            yield "STORE_URL", f"{self.store}://store.test/{self.package}"
        if self.broker:
            yield "BROKER_URL", f"{self.broker}://broker.test"
        for peer in self.peers:
            yield peer.variable, f"http://{peer.name}.test"


def service_view(bp: Blueprint, name: str) -> ServiceView:
    """The view of one service."""
    service = bp.services[name]
    broker = bp.events.broker if bp.events and uses_broker(bp, name) else ""
    adapters = BROKERS_AT_AWS if at_aws(bp) else BROKERS
    peers = _peers(bp, name)
    return ServiceView(
        service=name,
        project=f"{bp.name}-{name}",
        package=f"{identifier(name)}_service",
        version=(bp.deployment or Deployment()).version,
        store=service.store,
        broker=broker,
        modules=_ordered([_module(bp, name, module) for module in sorted(service.modules)]),
        peers=peers,
        topics=topics_view(bp, name),
        store_adapter=STORES.get(service.store, MEMORY_STORE),
        broker_adapter=adapters[broker] if broker else MEMORY_BROKER,
    )


def _module(bp: Blueprint, service: str, module: str) -> ModuleView:
    name = identifier(module)
    found = contract(module)
    wanted = found.asks if found else ()
    taken = {found.method(each) for each in found.operations} if found else set()
    asks = tuple(filter(None, (_asked(bp, service, each, taken) for each in wanted)))
    reached = {each.name for each in asks}
    return ModuleView(
        name=module,
        identifier=name,
        title=_title(name),
        prefix=mounted(bp, service, module),
        contract=found,
        asks=asks,
        unreachable=tuple(each for each in wanted if each not in reached),
        is_written=_is_written(bp, service, module),
    )


def _is_written(bp: Blueprint, service: str, module: str) -> bool:
    """What is asked in this service must be written, too; other services are held to contracts."""
    known = contract(module)
    if known is None or identifier(module) not in RULES:
        return False
    asked = [_asked(bp, service, each, set()) for each in known.asks]
    return all(each and (each.peer or _is_written(bp, service, each.name)) for each in asked)


def _asked(bp: Blueprint, service: str, module: str, taken: set[str]) -> AskedView | None:
    """A module is asked where it is: here, or over an edge of the blueprint."""
    holder = next((name for name, each in bp.services.items() if module in each.modules), None)
    called = {edge.callee for edge in _edges(bp, service)}
    if holder is None or holder not in {service, *called}:
        return None
    name = identifier(module)
    peer = "" if holder == service else holder
    return AskedView(module, name, _title(name), peer, f"{name}_" if name in taken else name)


def _ordered(modules: list[ModuleView]) -> tuple[ModuleView, ...]:
    """Each after those that it asks here; the shop's modules do not ask in a circle."""
    placed: dict[str, ModuleView] = {}
    known = {module.name: module for module in modules}

    def place(module: ModuleView) -> None:
        for asked in module.asks:
            if not asked.peer and asked.name not in placed:
                place(known[asked.name])
        placed[module.name] = module

    for module in modules:
        if module.name not in placed:
            place(module)
    return tuple(placed.values())


def _peers(bp: Blueprint, service: str) -> tuple[PeerView, ...]:
    breakers = bp.communication.breakers if bp.communication else {}
    return tuple(
        _peer(edge, breakers.get(edge.callee, Breaker()))
        for edge in sorted(_edges(bp, service), key=lambda edge: edge.callee)
    )


def _peer(edge: Edge, breaker: Breaker) -> PeerView:
    return PeerView(
        name=edge.callee,
        variable=f"{identifier(edge.callee).upper()}_URL",
        timeout_ms=edge.timeout_ms,
        attempts=1 + edge.retries if edge.idempotent else 1,
        failures=breaker.consecutive_failures,
        open_ms=breaker.open_ms,
    )


def _edges(bp: Blueprint, service: str) -> list[Edge]:
    edges = bp.communication.edges if bp.communication else ()
    return [edge for edge in edges if edge.caller == service and edge.style == "sync"]


def _title(name: str) -> str:
    # a class is called like one thing; the suffix it gets keeps it clear of Python's own names
    return "".join(word.capitalize() for word in name.split("_"))
