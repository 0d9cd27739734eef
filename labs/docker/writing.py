"""The folder of a lab in containers: the generated files, and what a lab lays over them."""

import os
from collections.abc import Mapping
from typing import Any

import msgspec
import yaml

from generators.blueprint import Blueprint, dump_blueprint
from generators.render import render
from generators.render.compose.backing import (
    BROKER_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    PORT_VARIABLE,
)
from generators.render.yaml_text import yaml_text
from labs.commerce.spec import Spec
from labs.docker.gateway import write_gateway
from labs.docker.options import DockerOptions
from labs.docker.plan import Plan
from labs.docker.planning import Layout
from labs.docker.project import TRACES, Definitions, Setting, lab_project, needed
from labs.supervising.directories import LabDirectory
from labs.wiring.brokers import carrier, carrier_url
from labs.wiring.names import CACHE, EVERYWHERE, MAIL_PORT, STORES, database_url
from labs.wiring.specification import Surroundings, launchable, specification
from labs.wiring.stores import stores_of

COMPOSE, COMPOSE_LAB = "compose.yaml", "compose.lab.yaml"
_ALL_MAY = 0o777
"""For whatever account an image has: the lab's folder around it is closed to everybody else."""


def write_lab(
    layout: Layout, directory: LabDirectory, options: DockerOptions, setting: Setting
) -> None:
    """Write all that the containers mount and that compose reads.

    Raises:
        CannotLaunchError: the shop cannot be cut or wired as the blueprint says.
        StoreDriverMissingError: a chosen store has no driver here, and so none in the image.
    """
    root, plan = directory.root, layout.plan
    directory.traces.chmod(_ALL_MAY)
    (root / "lab").mkdir()
    _write_generated(layout.designed, directory, plan)
    spec = _specification(layout, options)
    (root / "lab" / "spec.json").write_bytes(msgspec.json.encode(spec))
    (root / "lab" / "databases.sql").write_text(_databases(layout), encoding="utf-8")
    write_gateway(layout.whole, root / "lab" / "gateway", tuple(layout.replicas), options)
    defined = Definitions(
        defined_services(layout.designed),
        defined_services(layout.whole),
        needed(carrier(layout.designed)),
    )
    project = lab_project(defined, layout.servers, layout.replicas, setting)
    (root / COMPOSE_LAB).write_text(yaml_text(project), encoding="utf-8")
    plan.write(directory)


def reader() -> str:
    """Who writes traces that we can read: ourselves, where we are not root, who reads all."""
    return f"{os.geteuid()}:{os.getegid()}" if os.geteuid() else ""


def _write_generated(blueprint: Blueprint, directory: LabDirectory, plan: Plan) -> None:
    """The very files that `workbench generate` gives, and the variables that they leave open."""
    for name, text in render(blueprint, ["compose"]).items():
        path = directory.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (directory.root / "blueprint.yaml").write_text(dump_blueprint(blueprint), encoding="utf-8")
    variables = {
        PASSWORD_VARIABLE: plan.password,
        BROKER_PASSWORD_VARIABLE: plan.password,
        PORT_VARIABLE: plan.gateway_port,
    }
    text = "".join(f"{name}={value}\n" for name, value in variables.items())
    (directory.root / ".env").write_text(text, encoding="ascii")


def defined_services(blueprint: Blueprint) -> Mapping[str, Any]:
    """The compose services that the generator writes for a blueprint."""
    text = render(blueprint, ["compose"])[COMPOSE]
    services: Mapping[str, Any] = yaml.safe_load(text)["services"]
    return services


def _specification(layout: Layout, options: DockerOptions) -> Spec:
    """What the containers launch; the shop says here already what it cannot."""
    plan = layout.plan
    surroundings = Surroundings(
        database=lambda service: database_url(
            plan.password, "postgresql:5432", plan.databases[service]
        ),
        log=lambda _: "",
        spans=lambda part: f"{TRACES}/{part}.jsonl",
        trace_ratio=options.trace_ratio,
        cache=CACHE,
        broker=carrier_url(layout.designed, plan.password),
        mail=f"smtp://{layout.whole.holders()['mailbox']}:{MAIL_PORT}",
        stores=stores_of(layout.designed, plan.lab, STORES),
        listen=EVERYWHERE,
    )
    return launchable(specification(layout.whole, tuple(layout.replicas), surroundings))


def _databases(layout: Layout) -> str:
    """Those that the generated project does not make: of other stores' services and companions."""
    designed = layout.designed.services
    others = {
        database
        for service, database in layout.plan.databases.items()
        if service not in designed or designed[service].store != "postgresql"
    }
    return "".join(f'CREATE DATABASE "{name}";\n' for name in sorted(others))
