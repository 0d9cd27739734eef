"""A generated service is a project whose own checks pass before anybody touches it."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from generators.blueprint import parse_blueprint
from generators.render import render
from generators.writing import write
from tests.shops import capstone

BLUEPRINT = """\
name: shop
services:
  ordering: {modules: [orders, order-status, class]}
  paying: {modules: [payments], store: none}
  loyalty: {modules: [loyalty, sales-reports], store: mongodb}
  archive: {modules: [archive], store: elasticsearch}
communication:
  edges:
    - {caller: ordering, callee: paying, timeout_ms: 800, retries: 2, idempotent: true}
  breakers: {paying: {consecutive_failures: 3, open_ms: 700}}
gateway:
  routes:
    - {prefix: /api/v1/orders, service: ordering, module: orders}
    - {prefix: /shop/status, service: ordering, module: order-status}
    - {prefix: /api/v1/payments, service: paying}
events:
  broker: BROKER
  topics:
    orders: {producers: [ordering], consumers: [loyalty]}
    confirmed: {producers: [ordering], consumers: [loyalty], messages: [OrderConfirmed]}
"""
"""What the eleven do not show: modules that nobody knows, other stores, another broker."""


def files(broker: str = "kafka", cloud: str = "none") -> dict[str, str]:
    text = BLUEPRINT.replace("BROKER", broker) + f"deployment: {{cloud: {cloud}}}\n"
    return render(parse_blueprint(text, "blueprint.yaml"), ["services"])


@pytest.fixture(scope="module")
def all_services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop in `eleven/`, and what it does not show in `odd/`."""
    out = tmp_path_factory.mktemp("generated")
    for name, made in (("eleven", render(capstone(), ["services"])), ("odd", files())):
        write({path.replace("services", name, 1): text for path, text in made.items()}, out)
    return out


def run(project: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *argv],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def projects_of(services: Path) -> list[Path]:
    return sorted(each.parent for each in services.glob("*/*/pyproject.toml"))


def own_tests(services: Path, *which: Path) -> subprocess.CompletedProcess[str]:
    """Tests of some projects, in one process: most of the time of one goes into imports."""
    projects = projects_of(services)
    found = " ".join(f"{each / 'src'} {each / 'tests'}" for each in projects)
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={services}"]
    options += ["--import-mode=importlib", "-o", f"pythonpath={found}"]
    return run(services, "pytest", *options, *map(str, which))


def its_own(project: Path) -> list[Path]:
    """The tests of what is not the same in every service."""
    tests = project / "tests"
    return [tests / "test_contract.py", tests / "test_settings.py", *tests.glob("modules")]


def test_the_tests_of_all_services_pass_untouched(all_services: Path):
    first = all_services / "eleven/review/tests"
    rest = [each for each in projects_of(all_services) if each.name != "review"]
    result = own_tests(all_services, first, *(tests for each in rest for tests in its_own(each)))
    assert result.returncode == 0, result.stdout
    assert "passed" in result.stdout


def test_what_is_tried_in_one_service_is_the_same_in_the_others():
    shared = ("/platform/", "/tests/test_health", "/tests/test_peers", "/tests/test_platform")
    found: dict[str, set[str]] = {}
    for path, text in (render(capstone(), ["services"]) | files()).items():
        _, service, name = path.split("/", 2)
        package = f"{service.replace('-', '_')}_service"
        if any(part in f"/{name}" for part in shared):
            found.setdefault(name.replace(package, ""), set()).add(text.replace(package, ""))
    assert len(found) > 30
    assert [name for name, texts in found.items() if len(texts) > 1] == []


def test_its_tests_run_from_its_own_folder(all_services: Path):
    project = all_services / "odd/loyalty"
    result = run(project, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_settings.py")
    assert result.returncode == 0, result.stdout


FAULTS = {
    "paying/src/paying_service/platform/inbox.py": ("if fresh:", "if not fresh:"),
    "ordering/src/ordering_service/platform/identity.py": (
        'raise UnauthenticatedError("token-missing")',
        "return Principal(UUID(int=0))",
    ),
    "loyalty/src/loyalty_service/modules/sales_reports/routes.py": ("get(", "post("),
}
"""What is broken, and how: a fault in each of three services."""


def test_its_own_tests_notice_a_fault(tmp_path: Path):
    changed = files()
    for path, (there, instead) in FAULTS.items():
        assert there in changed[f"services/{path}"]
        changed[f"services/{path}"] = changed[f"services/{path}"].replace(there, instead)
    write(changed, tmp_path / "broken")
    services = tmp_path / "broken/services"
    noticing = ["paying/tests/test_platform.py"]
    noticing += [f"{name}/tests/test_contract.py" for name in ("ordering", "loyalty")]
    result = own_tests(tmp_path / "broken", *(services / name for name in noticing))
    failed = [line for line in result.stdout.splitlines() if line.startswith("FAILED")]
    for name in noticing:
        assert any(name in line for line in failed), result.stdout


def test_its_code_is_formatted_and_free_of_findings(all_services: Path, tmp_path: Path):
    for broker in ("rabbitmq", "sns-sqs"):
        write(files(broker), tmp_path / broker)
    write(files(cloud="aws"), tmp_path / "msk")
    for services in (all_services, tmp_path):
        for command in (("format", "--check"), ("check",)):
            result = run(services, "ruff", *command, "--no-cache", ".")
            assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("service", ["eleven/review", "odd/loyalty", "odd/ordering"])
def test_its_code_is_typed(
    all_services: Path, service: str, tmp_path_factory: pytest.TempPathFactory
):
    shared = tmp_path_factory.getbasetemp() / "types"
    result = run(all_services / service, "mypy", f"--cache-dir={shared}")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("broker", ["rabbitmq", "sns-sqs"])
def test_other_brokers_are_typed(
    broker: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
):
    shared = tmp_path_factory.getbasetemp() / "types"
    write(files(broker), tmp_path)
    adapter = f"src/ordering_service/platform/{broker.replace('-', '_')}_broker.py"
    result = run(tmp_path / "services/ordering", "mypy", f"--cache-dir={shared}", adapter)
    assert result.returncode == 0, result.stdout


def test_the_image_is_built_by_nothing_that_neither_the_lock_nor_the_dockerfile_pins():
    made = files()
    project = tomllib.loads(made["services/paying/pyproject.toml"])
    pinned = re.search(r"\buv==(\S+)", made["services/paying/Dockerfile"])
    assert pinned is not None
    # of a version that it is itself, uv fetches no backend
    assert project["build-system"]["requires"] == [f"uv_build>={pinned[1]},<0.10"]


def test_a_module_is_mounted_where_the_gateway_routes_it():
    made = files()
    modules = "services/ordering/src/ordering_service/modules"
    assert 'PREFIX = "/api/v1/orders"' in made[f"{modules}/orders/routes.py"]
    assert 'PREFIX = "/shop/status"' in made[f"{modules}/order_status/routes.py"]
    paying = "services/paying/src/paying_service/modules/payments/routes.py"
    assert 'PREFIX = "/api/v1/payments"' in made[paying]


def test_a_call_is_bounded_as_its_edge_and_the_breaker_say():
    edges = files()["services/ordering/src/ordering_service/edges.py"]
    policy = [line.strip() for line in edges.splitlines() if "=" in line][1:]
    assert policy == ["timeout_ms=800,", "attempts=3,", "failures=3,", "open_ms=700,"]


def test_an_event_travels_on_the_topic_that_lists_it_else_on_its_producers_first():
    topics = files()["services/ordering/src/ordering_service/topics.py"]
    assert '"OrderConfirmed": "confirmed"' in topics
    assert '"OrderCreated": "orders"' in topics
    # the status of orders hears what orders tells, beside whoever else reads it
    assert '"orders": ["loyalty", "ordering"]' in topics


@pytest.mark.parametrize("broker", ["nats", "kafka", "rabbitmq", "sns-sqs"])
def test_a_service_has_the_adapter_of_the_broker_that_was_chosen_and_no_other(broker: str):
    made = files(broker)
    platform = "services/ordering/src/ordering_service/platform/"
    brokers = [path.removeprefix(platform) for path in made if path.startswith(platform)]
    name = f"{broker.replace('-', '_')}_broker"
    assert [each for each in brokers if each.endswith("_broker.py")] == [f"{name}.py"]
    app = made["services/ordering/src/ordering_service/app.py"]
    assert f"platform.{name} import" in app


def test_what_is_missing_is_said_where_it_is_looked_for():
    made = files()
    assert "in memory and lost with the process" in made["services/archive/README.md"]
    loyalty = made["services/loyalty/README.md"]
    assert "kept in MongoDB" in loyalty
    assert "| OrderConfirmed | heard | topic `confirmed` |" in loyalty
    assert "| PaymentFailed | told | inside the process" in made["services/paying/README.md"]
