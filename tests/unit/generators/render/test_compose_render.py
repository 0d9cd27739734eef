"""The compose file has what `docker compose config` cannot see to."""

import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.checker import check_manifests
from generators.render import render
from tests.shops import monolith, reference


def with_broker(broker: str) -> Blueprint:
    text = dump_blueprint(reference()).replace("broker: nats", f"broker: {broker}")
    return parse_blueprint(text, "blueprint.yaml")


def with_stores() -> Blueprint:
    text = dump_blueprint(reference())
    for store in ("mongodb", "valkey", "elasticsearch", "none"):
        text = text.replace("store: postgresql", f"store: {store}", 1)
    return parse_blueprint(text, "blueprint.yaml")


SHOPS = {
    "reference": reference(),
    "monolith": monolith(),
    "stores": with_stores(),
    **{broker: with_broker(broker) for broker in ("kafka", "rabbitmq", "sns-sqs")},
}


def compose(bp: Blueprint) -> dict:
    return yaml.safe_load(render(bp, ["compose"])["compose.yaml"])


@pytest.mark.parametrize("name", SHOPS)
def test_whoever_is_waited_for_can_say_that_it_is_healthy(name: str):
    services = compose(SHOPS[name])["services"]
    for service in services.values():
        for needed, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}
            command = services[needed]["healthcheck"]["test"]
            assert command[0] == "CMD"
            assert command[1] not in {"true", "exit", "echo"}


@pytest.mark.parametrize("name", SHOPS)
def test_every_named_volume_is_declared(name: str):
    document = compose(SHOPS[name])
    mounted = {
        volume.partition(":")[0]
        for service in document["services"].values()
        for volume in service.get("volumes", ())
        if not volume.startswith(".")
    }
    assert mounted == set(document["volumes"])


@pytest.mark.parametrize("name", SHOPS)
def test_every_mounted_file_is_generated(name: str):
    files = render(SHOPS[name])
    for service in compose(SHOPS[name])["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0].removeprefix("./")
            if volume.startswith("."):
                assert any(path == source or path.startswith(f"{source}/") for path in files)


def test_there_is_no_version_key():
    assert "version" not in compose(reference())


def test_only_the_gateway_is_seen_from_outside_and_only_on_loopback():
    services = compose(reference())["services"]
    published = {name: each["ports"] for name, each in services.items() if "ports" in each}
    assert published == {"gateway": ["127.0.0.1:${GATEWAY_PORT:-8080}:8080"]}


def test_each_service_has_a_database_of_its_own():
    services = compose(reference())["services"]
    urls = [
        services[name]["environment"]["STORE_URL"].rpartition("/")[2]
        for name in reference().services
    ]
    assert len(set(urls)) == len(urls)
    databases = render(reference(), ["compose"])["compose/databases.sql"]
    assert all(f'CREATE DATABASE "{name}"' in databases for name in urls)


def test_a_clouds_own_broker_has_no_container():
    services = compose(with_broker("sns-sqs"))["services"]
    assert "sns-sqs" not in services
    assert "BROKER_URL" not in services["order"]["environment"]


@pytest.mark.parametrize("name", SHOPS)
def test_our_own_checker_has_nothing_to_say_about_it(name: str):
    files = render(SHOPS[name], ["compose", "gateway", "observability"])
    assert check_manifests({"compose.yaml": files["compose.yaml"]}, files.get) == []
    beside = "observability/compose.yaml"
    if beside in files:
        assert check_manifests({beside: files[beside]}, files.get) == []


def test_a_broker_with_users_has_a_password_that_whoever_starts_it_can_set():
    services = compose(SHOPS["rabbitmq"])["services"]
    password = services["rabbitmq"]["environment"]["RABBITMQ_DEFAULT_PASS"]
    assert password.startswith("${BROKER_PASSWORD:-")
    urls = (each.get("environment", {}).get("BROKER_URL") for each in services.values())
    told = [url for url in urls if url]
    assert told
    assert all(url == f"amqp://shop:{password}@rabbitmq:5672/" for url in told)
