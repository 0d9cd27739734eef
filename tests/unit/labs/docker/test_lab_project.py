"""What a lab lays over the generated compose project."""

import subprocess
from pathlib import Path

import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.render import render
from labs.commerce.spec import parse_spec
from labs.docker.compose import find_compose, up_command
from labs.docker.engine import Engine
from labs.docker.errors import ComposeMissingError
from labs.docker.options import DockerOptions
from labs.docker.planning import Layout, lay_out_lab
from labs.docker.preparing import pace_of, server_images
from labs.docker.project import Setting
from labs.docker.writing import COMPOSE, COMPOSE_LAB, write_lab
from labs.supervising.directories import LabDirectory
from tests.shops import reference

NEW, OLD = Engine("28.2.2", "1.50"), Engine("20.10.24", "1.41")


def with_other_stores() -> Blueprint:
    """The catalogue in MongoDB, search in Elasticsearch, events by Kafka, orders twice."""
    bp = reference()
    services = dict(bp.services)
    services["product"] = services["product"].model_copy(update={"store": "mongodb"})
    services["order"] = services["order"].model_copy(update={"replicas": 2})
    return with_broker("kafka", bp.model_copy(update={"services": services}))


def with_broker(name: str, bp: Blueprint | None = None) -> Blueprint:
    text = dump_blueprint(bp or reference())
    return parse_blueprint(text.replace("broker: nats", f"broker: {name}"), "blueprint.yaml")


def written(bp: Blueprint, tmp_path: Path, engine: Engine = NEW) -> tuple[Layout, LabDirectory]:
    directory = LabDirectory(tmp_path, "lab")
    directory.create()
    options = DockerOptions()
    layout = lay_out_lab(bp, "lab", options, None, ("docker", "compose"))
    setting = Setting("workbench-shop:abc", "", 200, pace_of(engine))
    write_lab(layout, directory, options, setting)
    return layout, directory


def laid_over(directory: LabDirectory) -> dict:
    return yaml.safe_load((directory.root / COMPOSE_LAB).read_text())


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, LabDirectory]:
    return written(with_other_stores(), tmp_path_factory.mktemp("labs"))


def test_the_generated_files_are_run_as_they_are(lab):
    _, directory = lab
    for name, text in render(with_other_stores(), ["compose"]).items():
        assert (directory.root / name).read_text() == text


def test_every_service_runs_the_shops_image_and_says_which_replica_it_is(lab):
    layout, directory = lab
    services = laid_over(directory)["services"]
    spec = parse_spec((directory.root / "lab" / "spec.json").read_bytes())
    told = {services[c.service]["command"][-1] for c in layout.replicas.values()}
    assert told == {deployable.instance for deployable in spec.deployables}
    assert {services[c.service]["image"] for c in layout.replicas.values()} == {
        "workbench-shop:abc"
    }


def test_a_further_replica_and_a_companion_are_confined_like_the_designed_services(lab):
    _, directory = lab
    services = laid_over(directory)["services"]
    designed = yaml.safe_load((directory.root / COMPOSE).read_text())["services"]
    for name in ("order-2", "web", "outside"):
        assert name not in designed
        for rule in ("read_only", "cap_drop", "security_opt", "tmpfs"):
            assert services[name][rule] == designed["order"][rule]


def test_what_the_shop_needs_is_there_whatever_is_designed(lab):
    layout, _ = lab
    servers = {container.part for container in layout.servers}
    assert servers == {"postgres", "mongodb", "kafka", "valkey", "gateway"}
    assert "apache/kafka:4.1.0" in server_images(with_other_stores())


@pytest.mark.parametrize(
    ("designed", "running", "url", "stands_in"),
    [
        ("nats", "nats", "nats://nats:4222", {}),
        ("kafka", "kafka", "kafka://kafka:9092", {}),
        ("rabbitmq", "rabbitmq", "amqp://shop:PASSWORD@rabbitmq:5672/", {}),
        ("sns-sqs", "nats", "nats://nats:4222", {"sns-sqs": "nats"}),
    ],
)
def test_events_go_through_the_designed_broker_where_it_keeps_a_log(
    designed: str, running: str, url: str, stands_in: dict[str, str], tmp_path: Path
):
    layout, directory = written(with_broker(designed), tmp_path)
    servers = {container.part for container in layout.servers}
    assert servers & {"nats", "kafka", "rabbitmq"} == {running}
    spec = parse_spec((directory.root / "lab" / "spec.json").read_bytes())
    assert spec.broker == url.replace("PASSWORD", layout.plan.password)
    assert layout.plan.stands_in == stands_in
    assert f"BROKER_PASSWORD={layout.plan.password}\n" in (directory.root / ".env").read_text()


def test_services_wait_for_the_health_of_stores_and_for_nobody_elses(lab):
    _, directory = lab
    designed = yaml.safe_load((directory.root / COMPOSE).read_text())["services"]
    for name, laid in laid_over(directory)["services"].items():
        if "image" in laid and laid["image"] == "workbench-shop:abc":
            waits = designed.get(name, {}).get("depends_on", {}) | laid["depends_on"]
            healthy = {n for n, how in waits.items() if how["condition"] == "service_healthy"}
            assert "postgresql" in healthy
            assert healthy <= {"postgresql", "mongodb"}, name
    waits = (
        designed["product"]["depends_on"]
        | laid_over(directory)["services"]["product"]["depends_on"]
    )
    assert waits["mongodb"]["condition"] == "service_healthy"


def test_every_server_that_is_asked_by_the_engine_is_asked_at_a_labs_pace(tmp_path):
    _, directory = written(with_other_stores(), tmp_path, OLD)
    services = laid_over(directory)["services"]
    assert services["postgresql"]["healthcheck"]["interval"] == "1s"
    assert {services[n]["healthcheck"]["interval"] for n in ("mongodb", "kafka", "valkey")} == {
        "3s"
    }


def test_every_database_is_made_once_by_the_generated_project_or_by_the_lab(lab):
    layout, directory = lab
    made = (directory.root / "compose" / "databases.sql").read_text()
    added = (directory.root / "lab" / "databases.sql").read_text()
    names = sorted(line.split('"')[1] for line in (made + added).splitlines())
    assert names == sorted(layout.plan.databases.values())
    assert '"product"' in added
    assert '"outside"' in added


def test_whatever_is_published_is_on_loopback_and_on_a_port_of_its_own(lab):
    layout, directory = lab
    project = laid_over(directory)["services"]
    ports = [port for service in project.values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    numbers = [int(port.split(":")[1]) for port in ports]
    assert len({*numbers, layout.plan.gateway_port}) == len(ports) + 1


def test_the_password_stands_in_no_file_that_compose_is_given(lab):
    layout, directory = lab
    for name in (COMPOSE, COMPOSE_LAB):
        assert layout.plan.password not in (directory.root / name).read_text()


@pytest.mark.parametrize("engine", [NEW, OLD])
def test_compose_accepts_both_files_together(tmp_path, engine):
    try:
        compose = find_compose()
    except ComposeMissingError:
        pytest.skip("no Docker Compose")
    _, directory = written(with_other_stores(), tmp_path, engine)
    argv = up_command(compose, "project", directory.root, COMPOSE, COMPOSE_LAB)
    argv = [*argv[: argv.index("up")], "config", "--quiet"]
    said = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_an_engine_that_can_ask_often_at_first_asks_seldom_later():
    assert pace_of(NEW).database["start_interval"] == "1s"
    assert "start_interval" not in pace_of(OLD).database


@pytest.mark.parametrize("engine", [NEW, OLD])
def test_whom_the_lab_asks_itself_the_engine_asks_seldom(tmp_path, engine):
    layout, directory = written(with_other_stores(), tmp_path, engine)
    asked = {c.service for c in layout.plan.containers if c.answers}
    services = laid_over(directory)["services"]
    seldom = {n for n, s in services.items() if s.get("healthcheck", {}).get("interval") == "15s"}
    assert "gateway" in asked
    assert asked <= seldom
