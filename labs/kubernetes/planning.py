"""From a blueprint to the plan of a lab in a cluster, before anything is applied."""

import secrets
from collections.abc import Mapping

import msgspec

from generators.blueprint import Blueprint
from generators.render.topology import HTTP_PORT
from labs.commerce.spec import Spec
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.manifests import Wanted, draw
from labs.kubernetes.manifests.collector import SPANS
from labs.kubernetes.manifests.entrance import GATEWAY, SERVICE_PORT
from labs.kubernetes.manifests.mail import MAIL
from labs.kubernetes.objects import Json
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.plan import Plan, namespace_of
from labs.supervising.owner import Owner
from labs.supervising.ports import claim, free_ports
from labs.wiring.brokers import carrier, carrier_url, stands_in
from labs.wiring.companions import keeps_data, with_companions
from labs.wiring.layout import Replica, lay_out
from labs.wiring.names import (
    CACHE,
    EVERYWHERE,
    MAIL_PORT,
    STORES,
    database_of,
    database_url,
)
from labs.wiring.specification import Surroundings, launchable, specification
from labs.wiring.stores import stores_of

_POSTGRES = "postgres:5432"


def plan_lab(
    blueprint: Blueprint,
    lab: str,
    cluster: Cluster,
    image: str,
    options: KubernetesOptions,
    owner: Owner | None,
) -> tuple[Plan, tuple[str, ...]]:
    """The lab, and the kinds that are left out because the cluster does not serve them.

    Raises:
        LabError: a port is busy, or the shop cannot be launched so.
    """
    wanted = _wanted(blueprint, lab, image, options)
    drawn = draw(wanted)
    served = tuple(each for each in drawn.objects if _is_served(cluster, each))
    left_out = {each["kind"] for each in drawn.objects} - {each["kind"] for each in served}
    asked = options.gateway_port
    gateway, postgres, services = free_ports(3)
    plan = Plan(
        lab=lab,
        context=cluster.name,
        namespace=wanted.namespace,
        owner=owner,
        password=wanted.password,
        stands_in=stands_in(blueprint, carrier(blueprint)),
        gateway_port=gateway if asked is None else claim(GATEWAY, asked),
        postgres_port=postgres,
        services_port=services,
        databases=dict(wanted.databases),
        workloads=drawn.workloads,
        objects=tuple(dict(each) for each in served),
        ready_within_s=options.ready_within_s,
        ends_after_s=options.ends_after_s,
    )
    return plan, tuple(sorted(left_out))


def _wanted(blueprint: Blueprint, lab: str, image: str, options: KubernetesOptions) -> Wanted:
    whole, password = with_companions(blueprint), secrets.token_urlsafe(24)
    databases = {n: database_of(n) for n, s in whole.services.items() if keeps_data(s)}
    replicas = _replicas(whole)
    spec = _specification(blueprint, replicas, databases, password, lab, options)
    return Wanted(
        lab=lab,
        namespace=namespace_of(lab),
        designed=blueprint,
        whole=whole,
        instances={(r.service, r.version): r.instance for r in replicas},
        specification=msgspec.json.encode(spec),
        image=image,
        databases=databases,
        stores=_stores(blueprint, whole, password),
        token=secrets.token_urlsafe(24),
        password=password,
        options=options,
    )


def _replicas(whole: Blueprint) -> tuple[Replica, ...]:
    """An entry of the specification for each version: all its pods are launched by the same."""
    single = {n: s.model_copy(update={"replicas": 1}) for n, s in whole.services.items()}
    ports = iter(lambda: SERVICE_PORT, None)
    laid_out = lay_out(whole.model_copy(update={"services": single}), ports)
    return tuple(
        Replica(r.service, r.number, r.version, SERVICE_PORT, host=r.service) for r in laid_out
    )


def _specification(
    blueprint: Blueprint,
    replicas: tuple[Replica, ...],
    databases: Mapping[str, str],
    password: str,
    lab: str,
    options: KubernetesOptions,
) -> Spec:
    whole = with_companions(blueprint)
    surroundings = Surroundings(
        database=lambda service: database_url(password, _POSTGRES, databases[service]),
        log=lambda _: "",
        spans=lambda _: SPANS,
        trace_ratio=options.trace_ratio,
        cache=CACHE,
        broker=carrier_url(blueprint, password),
        mail=f"smtp://{MAIL}:{MAIL_PORT}",
        stores=stores_of(blueprint, lab, STORES),
        listen=EVERYWHERE,
    )
    spec = specification(whole, replicas, surroundings)
    # peers call the Service's port, behind which every pod listens on its own
    pods = tuple(msgspec.structs.replace(d, port=HTTP_PORT) for d in spec.deployables)
    return launchable(msgspec.structs.replace(spec, deployables=pods))


def _stores(blueprint: Blueprint, whole: Blueprint, password: str) -> dict[str, str]:
    """What the Secrets hold that generated Deployments name, whether the shop reads it or not."""
    urls = {
        f"{service}-store": database_url(password, _POSTGRES, database_of(service))
        for service in whole.services
    }
    return {**urls, "broker": carrier_url(blueprint, password)}


def _is_served(cluster: Cluster, wanted: Json) -> bool:
    return wanted["kind"] in cluster.serves(wanted["apiVersion"])
