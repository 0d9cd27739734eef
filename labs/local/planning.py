"""From a blueprint to the files of a lab, before anything runs."""

from collections.abc import Iterator

import msgspec

from generators.blueprint import Blueprint, dump_blueprint
from generators.blueprint.services import Service
from labs.commerce.spec import Stores
from labs.local.directories import LocalDirectory
from labs.local.gateway import write_gateway
from labs.local.options import LAUNCH, LocalOptions
from labs.local.plan import Plan, ServicePlan
from labs.local.shape import shape_of
from labs.supervising.owner import Owner
from labs.supervising.ports import LOOPBACK, claim, free_ports
from labs.wiring.brokers import USUAL, stands_in
from labs.wiring.companions import MAILBOX, keeps_data, with_companions
from labs.wiring.layout import Replica, lay_out, replica_count
from labs.wiring.specification import Surroundings, specification
from labs.wiring.stores import stores_of

SERVER_PORTS = 6
"""PostgreSQL, Valkey, NATS, mail, the gateway and its admin interface."""


def prepare(
    blueprint: Blueprint, directory: LocalDirectory, options: LocalOptions, owner: Owner | None
) -> Plan:
    """Choose ports and secrets and write all that the lab reads into its directory.

    Raises:
        LabError: a port is busy, or a store cannot be had.
    """
    stores = stores_of(blueprint, directory.lab, options.stores)
    whole = with_companions(blueprint)
    ports = iter(free_ports(SERVER_PORTS + replica_count(whole)))
    plan = _servers(whole, directory, options, owner, ports)
    replicas = lay_out(whole, ports)
    services = tuple(
        _service(r, blueprint, _beside(whole.services[r.service], plan)) for r in replicas
    )
    plan = msgspec.structs.replace(plan, services=services)
    write_gateway(whole, directory, replicas, plan, options)
    surroundings = _surroundings(plan, directory, options, stores)
    directory.specification.touch(mode=0o600)
    content = specification(whole, replicas, surroundings)
    directory.specification.write_bytes(msgspec.json.encode(content))
    if options.launch == LAUNCH:  # another program may want other tables
        plan = msgspec.structs.replace(plan, shape=shape_of(content))
    (directory.root / "blueprint.yaml").write_text(dump_blueprint(blueprint), encoding="utf-8")
    plan.write(directory)
    return plan


def _servers(
    blueprint: Blueprint,
    directory: LocalDirectory,
    options: LocalOptions,
    owner: Owner | None,
    ports: Iterator[int],
) -> Plan:
    asked = options.gateway_port
    return Plan(
        lab=directory.lab,
        owner=owner,
        stands_in=stands_in(blueprint, USUAL),
        postgres_port=next(ports),
        databases=_databases(blueprint),
        valkey_port=next(ports),
        nats_port=next(ports),
        mail_port=next(ports),
        gateway_admin_port=next(ports),
        gateway_port=next(ports) if asked is None else claim("gateway", asked),
        launch=(*options.launch, str(directory.specification), "--on-demand"),
        restart_after_s=options.restart_after_s,
        ready_within_s=options.ready_within_s,
        ends_after_s=options.ends_after_s,
    )


def _databases(blueprint: Blueprint) -> tuple[str, ...]:
    """One for each service that keeps data."""
    return tuple(name for name, service in blueprint.services.items() if keeps_data(service))


def _service(replica: Replica, designed: Blueprint, beside: tuple[int, ...]) -> ServicePlan:
    host, port = replica.address
    kind = "service" if replica.service in designed.services else "companion"
    return ServicePlan(replica.part, replica.instance, host, port, kind, beside)


def _beside(service: Service, plan: Plan) -> tuple[int, ...]:
    """Where a service listens for anything but HTTP."""
    return (plan.mail_port,) if MAILBOX in service.modules else ()


def _surroundings(
    plan: Plan, directory: LocalDirectory, options: LocalOptions, stores: Stores
) -> Surroundings:
    return Surroundings(
        database=plan.postgres(directory).socket_dsn,
        log=lambda part: str(directory.log(part)),
        spans=lambda part: str(directory.spans(part)),
        trace_ratio=options.trace_ratio,
        cache=plan.valkey(directory).url,
        broker=plan.nats(directory).url,
        mail=f"smtp://{LOOPBACK}:{plan.mail_port}",
        stores=stores,
    )
