"""Who may reach whom on the network."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.kubernetes.gateway import gateway_labels, gateway_peer, namespace_peer
from generators.render.kubernetes.policy import (
    HBONE,
    apps,
    dns,
    from_nodes,
    policy,
    tcp,
    to_istiod,
    to_pod_identity,
)
from generators.render.kubernetes.view import Json, View, ambient, in_cluster, waypoint_name
from generators.render.reasons import because
from generators.render.topology import (
    BROKER_PORTS,
    GATEWAY,
    HTTP_PORT,
    MERGED_METRICS_PORT,
    MSK_PORT,
    STORE_PORTS,
    PublicKeys,
    routed_services,
    signs_in_as_pod,
)

_HTTPS = 443


def network_policy(view: View) -> Json:
    """In from the callers, out to the callees, the store, the broker and DNS; nothing else."""
    document = policy(
        view.metadata(view.name),
        {"matchLabels": {"app": view.name}},
        [*_callers(view), _monitoring(view), *_probes(view)],
        [dns(), *_callees(view), *_backing(view), *_pod_identity(view), *_control_plane(view)],
    )
    return because(document, "network-by-calls", f"services.{view.name}")


def nothing_by_default() -> Json:
    """What no other policy of the namespace allows is refused."""
    return because(policy({"name": "nothing-by-default"}, {}, [], []), "nothing-by-default")


def gateway_policy(bp: Blueprint, deployment: Deployment) -> Json:
    """The pods behind the Gateway: in from everywhere, out to what the routes lead to.

    Their metrics are read by nobody but the monitoring.
    """
    services: Json = {"to": [apps(*routed_services(bp))], "ports": [tcp(HTTP_PORT)]}
    return policy(
        {"name": "gateway"},
        {"matchLabels": gateway_labels(bp.name)},
        [{"ports": [tcp(_HTTPS)]}, _metrics_of_proxy(deployment)],
        [dns(), _to_waypoint(bp) if ambient(bp) else services, to_istiod()],
    )


def waypoint_policy(bp: Blueprint, deployment: Deployment) -> Json:
    """The waypoint: in from every pod here, out to every pod here.

    Who may call whom it is that decides, by the callers' identities.
    """
    here: Json = {"podSelector": {}}
    return policy(
        {"name": "waypoint"},
        {"matchLabels": gateway_labels(waypoint_name(bp))},
        [
            {"from": [here], "ports": [tcp(HBONE)]},
            _metrics_of_proxy(deployment),
        ],
        [dns(), {"to": [here], "ports": [tcp(HBONE)]}, to_istiod()],
    )


def _metrics_of_proxy(deployment: Deployment) -> Json:
    reader = namespace_peer(deployment.monitoring.namespace)
    return {"from": [reader], "ports": [tcp(MERGED_METRICS_PORT)]}


def _callers(view: View) -> list[Json]:
    """Behind a waypoint all callers look alike: it is the waypoint that tells them apart."""
    names = dict.fromkeys((*view.neighbours.callers, *view.key_readers))
    peers = [peer for name in names if (peer := _pods(view, name))]
    rule: Json = {"from": peers, "ports": [tcp(HTTP_PORT)]}
    if view.ambient:
        rule = {"from": [_waypoint(view.blueprint)], "ports": [tcp(HBONE)]}
    keys = view.keys if view.key_readers else None
    return [_explained(rule, "callers", view.calls_in, keys)] if peers else []


def _monitoring(view: View) -> Json:
    """Metrics are fetched: from a port that a sidecar leaves open, or by who is in the mesh too."""
    ports = {None: HTTP_PORT, "sidecar": MERGED_METRICS_PORT, "ambient": HBONE}
    reader = namespace_peer(view.deployment.monitoring.namespace)
    return {"from": [reader], "ports": [tcp(ports[view.mesh_mode])]}


def _probes(view: View) -> list[Json]:
    return [from_nodes(HTTP_PORT)] if view.ambient else []


def _callees(view: View) -> list[Json]:
    names = dict.fromkeys((*view.neighbours.callees, *view.key_holder))
    peers = [_pods(view, name) for name in names]
    rule: Json = {"to": peers, "ports": [tcp(HTTP_PORT)]}
    if view.ambient:
        rule = _to_waypoint(view.blueprint)
    keys = view.keys if view.key_holder else None
    return [_explained(rule, "callees", view.calls_out, keys)] if peers else []


def _explained(rule: Json, code: str, calls: list[str], keys: PublicKeys | None) -> Json:
    if calls:
        rule = because(rule, code, *calls)
    return because(rule, "public-keys", keys.place, holder=keys.holder) if keys else rule


def _backing(view: View) -> list[Json]:
    """Stores and the broker can stand anywhere: the port is what is known."""
    ports: dict[str, int] = {}
    if view.service.store != "none":
        ports[view.service.store] = STORE_PORTS[view.service.store]
    if view.neighbours.uses_broker and view.blueprint.events:
        ports[view.blueprint.events.broker] = BROKER_PORTS[view.blueprint.events.broker]
    rule: Json = {"ports": [tcp(port) for port in (*ports.values(), *_at_aws(view))]}
    places = (f"services.{view.name}.store", "events.broker")
    rules: list[Json] = [because(rule, "backing-by-port", *places)] if ports else []
    if rules and view.ambient and in_cluster(view.blueprint):
        rules.append({"to": [apps(*ports)], "ports": [tcp(HBONE)]})
    return rules


def _at_aws(view: View) -> list[int]:
    """Kafka there has a port of its own for those that sign in by IAM."""
    events = view.blueprint.events
    is_kafka = events is not None and events.broker == "kafka"
    return [MSK_PORT] if is_kafka and signs_in_as_pod(view.blueprint, view.name) else []


def _pod_identity(view: View) -> list[Json]:
    if not signs_in_as_pod(view.blueprint, view.name):
        return []
    return [because(to_pod_identity(), "identity-of-pods", "deployment.cloud")]


def _control_plane(view: View) -> list[Json]:
    return [to_istiod()] if view.mesh_mode == "sidecar" else []


def _pods(view: View, name: str) -> Json | None:
    if name == GATEWAY:
        return gateway_peer(view.blueprint, view.deployment)
    return {"podSelector": {"matchLabels": {"app": name}}}


def _waypoint(bp: Blueprint) -> Json:
    return {"podSelector": {"matchLabels": gateway_labels(waypoint_name(bp))}}


def _to_waypoint(bp: Blueprint) -> Json:
    return {"to": [_waypoint(bp)], "ports": [tcp(HBONE)]}
