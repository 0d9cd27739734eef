"""The architecture as a graph for Graphviz: built with `diagrams`, nothing drawn yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from diagrams import Cluster, Diagram, Edge, Node, setdiagram
from diagrams.onprem.client import Users
from diagrams.onprem.network import Envoy
from diagrams.onprem.queue import Kafka, Nats, Rabbitmq

from generators.blueprint import Blueprint
from generators.blueprint.services import Service
from generators.render.topology import routed_services

_BROKERS: dict[str, Any] = {"nats": Nats, "kafka": Kafka, "rabbitmq": Rabbitmq, "sns-sqs": Node}

_GRAPH = {"pad": "0.4", "nodesep": "0.35", "ranksep": "1.1", "fontsize": "18"}
_BOX = {"fixedsize": "false", "labelloc": "c", "margin": "0.2,0.12", "height": "0.6"}
_ASYNC = "#7A5AA6"


def dot_source(bp: Blueprint) -> str:
    """Clients, the gateway, services by team, the broker, and who talks to whom.

    Identifiers are names, so the same blueprint always gives the same text.
    """
    with _diagram(bp) as diagram:
        services = _services(bp)
        if bp.gateway is not None:
            gateway = Envoy("gateway", nodeid="gateway")
            Users("clients", nodeid="clients") >> gateway
            for name in routed_services(bp):
                gateway >> services[name]
        _calls(bp, services)
        _events(bp, services)
    return str(diagram.dot.source)


@contextmanager
def _diagram(bp: Blueprint) -> Iterator[Any]:
    """A diagram as the context that nodes join; its own `with` would draw it to a file."""
    diagram = Diagram(bp.name, direction="LR", curvestyle="curved", graph_attr=_GRAPH)
    setdiagram(diagram)
    try:
        yield diagram
    finally:
        setdiagram(None)


def _services(bp: Blueprint) -> dict[str, Any]:
    teams: dict[str, dict[str, Service]] = {}
    for name, service in bp.services.items():
        teams.setdefault(service.team, {})[name] = service
    nodes: dict[str, Any] = {}
    for team, owned in teams.items():
        if not team:
            nodes |= {name: _service(name, service) for name, service in owned.items()}
            continue
        with Cluster(team):
            nodes |= {name: _service(name, service) for name, service in owned.items()}
    return {name: nodes[name] for name in bp.services}


def _service(name: str, service: Service) -> Any:  # noqa: ANN401 - diagrams has no types
    others = [module for module in service.modules if module != name]
    store = f"[{service.store}]" if service.store != "none" else ""
    label = "\n".join(part for part in (name, ", ".join(others), store) if part)
    return Node(label, nodeid=f"service-{name}", **_BOX)


def _calls(bp: Blueprint, services: dict[str, Any]) -> None:
    for edge in bp.communication.edges if bp.communication else ():
        if edge.style == "sync":
            services[edge.caller] >> Edge(color="#2D3436") >> services[edge.callee]


def _events(bp: Blueprint, services: dict[str, Any]) -> None:
    if bp.events is None or not bp.events.topics:
        return
    broker = _BROKERS[bp.events.broker](bp.events.broker, nodeid="broker")
    topics = bp.events.topics.values()
    producers = {name for topic in topics for name in topic.producers}
    consumers = {name for topic in topics for name in topic.consumers}
    for name, node in services.items():
        if name in producers:
            node >> Edge(color=_ASYNC, style="dashed") >> broker
        if name in consumers:
            broker >> Edge(color=_ASYNC, style="dotted") >> node
