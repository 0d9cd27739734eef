"""The whole architecture on one machine: `docker compose up --build --wait`."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Workload
from generators.blueprint.services import Store
from generators.render.compose.backing import (
    BROKERS,
    INTERNAL_TOKEN,
    PORT,
    STORES,
    broker_url,
    healthcheck,
    store_url,
)
from generators.render.databases import databases_sql
from generators.render.reasons import because
from generators.render.tokens import gateway_keys, token_variables
from generators.render.topology import HTTP_PORT, neighbours, routed_services
from generators.render.yaml_text import yaml_text

Json = dict[str, object]

_HEALTHY = {"condition": "service_healthy"}

_ALIVE = (
    "import urllib.request; "
    f"urllib.request.urlopen('http://127.0.0.1:{HTTP_PORT}/ready', timeout=2)"
)
"""Fails on any answer but 2xx; the image has Python and nothing else to ask with."""

_ENVOY_READY = (
    "exec 3<>/dev/tcp/127.0.0.1/9901 && "
    "printf 'GET /ready HTTP/1.1\\r\\nhost: gateway\\r\\nconnection: close\\r\\n\\r\\n' >&3 && "
    "grep -q LIVE <&3"
)
"""The image has bash and nothing else to ask with; Envoy refuses HTTP/1.0."""


def compose_files(bp: Blueprint) -> dict[str, str]:
    """`compose.yaml` and the files it mounts."""
    document: Json = {
        "name": bp.name,
        "services": {
            **_backing(bp),
            **{service: _service(bp, service) for service in bp.services},
            **_gateway(bp),
        },
    }
    if backing := _backing(bp):
        document["volumes"] = {name: {} for name in backing}
    named = because(document, "shop-name", "name", key="name")
    files = {"compose.yaml": yaml_text(named)}
    if databases := databases_sql(bp):
        files["compose/databases.sql"] = databases
    return files


def _service(bp: Blueprint, service: str) -> Json:
    resources = (bp.deployment or Deployment()).workloads.get(service, Workload()).resources
    limits: Json = {"memory": f"{resources.memory_limit_mi}M"}
    if resources.cpu_limit_m is not None:
        limits["cpus"] = str(resources.cpu_limit_m / 1000)
    definition: Json = {
        "build": {"context": f"./services/{service}"},
        "environment": _environment(bp, service),
        "healthcheck": healthcheck("python", "-c", _ALIVE),
        "read_only": True,
        "tmpfs": ["/tmp"],  # noqa: S108 - in the container
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "deploy": {"replicas": bp.services[service].replicas, "resources": {"limits": limits}},
        "restart": "unless-stopped",
    }
    if needed := _needed(bp, service):
        definition["depends_on"] = dict.fromkeys(needed, _HEALTHY)
    definition = because(definition, "confined", f"services.{service}")
    return because(definition, "healthy-first", f"services.{service}.store", key="depends_on")


def _environment(bp: Blueprint, service: str) -> Json:
    variables: Json = {}
    store = bp.services[service].store
    if store != "none":
        variables["STORE_URL"] = store_url(store, service)
    around = neighbours(bp, service)
    if bp.events and around.uses_broker and (url := broker_url(bp.events.broker)):
        variables["BROKER_URL"] = url
    for callee in around.callees:
        variables[f"{callee.upper().replace('-', '_')}_URL"] = f"http://{callee}:{HTTP_PORT}"
    variables["INTERNAL_TOKEN"] = INTERNAL_TOKEN
    told = token_variables(bp, service, f":{HTTP_PORT}")
    # what Compose would take for a variable of its own is doubled
    return variables | {name: value.replace("$", "$$") for name, value in told.items()}


def _needed(bp: Blueprint, service: str) -> list[str]:
    """Stores and the broker; never other services, which must stand each other's absence."""
    store = bp.services[service].store
    needed: list[str] = [] if store == "none" else [store]
    if bp.events and bp.events.broker in BROKERS and neighbours(bp, service).uses_broker:
        needed.append(bp.events.broker)
    return needed


def _backing(bp: Blueprint) -> Json:
    used = dict.fromkeys(service.store for service in bp.services.values())
    stores: Json = {store: _store(bp, store) for store in used if store != "none"}
    if bp.events and bp.events.broker in BROKERS:
        broker = bp.events.broker
        stores[broker] = because(BROKERS[broker], "broker", "events.broker", broker=broker)
    return stores


def _store(bp: Blueprint, store: Store) -> Json:
    owners = [name for name, service in bp.services.items() if service.store == store]
    places = (f"services.{owner}.store" for owner in owners)
    return because(STORES[store], "store", *places, store=store, services=", ".join(owners))


def _gateway(bp: Blueprint) -> Json:
    """Envoy with the generated configuration: the only port that the machine sees."""
    if bp.gateway is None:
        return {}
    keys = gateway_keys(bp)
    asked = (*routed_services(bp), *([keys.holder] if keys else ()))
    envoy: Json = {
        "image": "envoyproxy/envoy:v1.40.0",
        "command": ["envoy", "-c", "/etc/envoy/envoy.yaml"],
        "volumes": ["./gateway:/etc/envoy:ro"],
        "ports": [f"127.0.0.1:{PORT}:{HTTP_PORT}"],
        "healthcheck": healthcheck("bash", "-c", _ENVOY_READY),
        "depends_on": dict.fromkeys(asked, _HEALTHY),
        "restart": "unless-stopped",
    }
    return {"gateway": because(envoy, "only-way-in", "gateway", key="ports")}


__all__ = ["compose_files"]
