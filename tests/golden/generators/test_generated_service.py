"""A generated service is a project whose own checks pass before anybody touches it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generators.blueprint import parse_blueprint
from generators.render import render
from generators.writing import write
from tests.shops import reference

BLUEPRINT = """\
name: shop
services:
  order: {modules: [orders, order-status, class]}
  payment: {modules: [payments], store: none}
  loyalty: {modules: [loyalty], store: mongodb}
communication:
  edges:
    - {caller: order, callee: payment, timeout_ms: 800, retries: 2, idempotent: true}
  breakers: {payment: {consecutive_failures: 3, open_ms: 700}}
gateway:
  routes:
    - {prefix: /api/v1/orders, service: order, module: orders}
    - {prefix: /shop/status, service: order, module: order-status}
    - {prefix: /api/v1/payments, service: payment}
events:
  broker: kafka
  topics: {orders: {producers: [order], consumers: [loyalty]}}
"""
"""What the eleven do not show: modules that nobody knows, other stores, another broker."""


def files() -> dict[str, str]:
    return render(parse_blueprint(BLUEPRINT, "blueprint.yaml"), ["services"])


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("odd")
    write(files(), out)
    return out / "services"


@pytest.fixture(scope="module")
def eleven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("eleven")
    write(render(reference(), ["services"]), out)
    return out / "services"


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


def own_tests(services: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """The tests of some projects, in one process: most of one's time goes into imports."""
    projects = [services / name for name in names] or sorted(services.iterdir())
    found = " ".join(f"{each / 'src'} {each / 'tests'}" for each in projects)
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={services}"]
    options += ["--import-mode=importlib", "-o", f"pythonpath={found}"]
    return run(services, "pytest", *options, *(str(each / "tests") for each in projects))


def test_the_tests_of_all_eleven_services_pass_untouched(eleven: Path):
    result = own_tests(eleven)
    assert result.returncode == 0, result.stdout
    assert "passed" in result.stdout
    assert "skipped" not in result.stdout


def test_the_tests_of_a_service_unlike_them_pass_untouched(odd: Path):
    result = own_tests(odd)
    assert result.returncode == 0, result.stdout


def test_its_tests_run_from_its_own_folder(odd: Path):
    result = run(odd / "loyalty", "pytest", "-q", "-p", "no:cacheprovider")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("where", "there", "instead"),
    [
        ("src/payment_service/platform/inbox.py", "if fresh:", "if not fresh:"),
        ("src/payment_service/modules/payments/routes.py", "caller: SignedIn", "caller: Stranger"),
    ],
    ids=["inbox", "guard"],
)
def test_its_own_tests_notice_a_fault(where: str, there: str, instead: str, tmp_path: Path):
    changed = {path: text for path, text in files().items() if "/payment/" in path}
    path = f"services/payment/{where}"
    assert there in changed[path]
    changed[path] = changed[path].replace(there, instead)
    write(changed, tmp_path)
    assert own_tests(tmp_path / "services", "payment").returncode in {1, 2}


def test_its_code_is_formatted_and_free_of_findings(eleven: Path, odd: Path):
    for services in (eleven, odd):
        for command in (("format", "--check"), ("check",)):
            result = run(services, "ruff", *command, "--no-cache", ".")
            assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("service", ["review", "user"])
def test_its_code_is_typed(eleven: Path, service: str, tmp_path_factory: pytest.TempPathFactory):
    shared = tmp_path_factory.getbasetemp() / "types"
    result = run(eleven / service, "mypy", f"--cache-dir={shared}")
    assert result.returncode == 0, result.stdout


def test_code_that_is_unlike_them_is_typed(odd: Path, tmp_path_factory: pytest.TempPathFactory):
    shared = tmp_path_factory.getbasetemp() / "types"
    for project in odd.iterdir():
        result = run(project, "mypy", f"--cache-dir={shared}")
        assert result.returncode == 0, result.stdout


def test_a_module_is_mounted_where_the_gateway_routes_it(odd: Path):
    modules = odd / "order/src/order_service/modules"
    assert 'PREFIX = "/api/v1/orders"' in (modules / "orders/routes.py").read_text()
    assert 'PREFIX = "/shop/status"' in (modules / "order_status/routes.py").read_text()
    payment = odd / "payment/src/payment_service/modules"
    assert 'PREFIX = "/api/v1/payments"' in (payment / "payments/routes.py").read_text()


def test_a_call_is_bounded_as_its_edge_and_the_breaker_say(odd: Path):
    edges = (odd / "order/src/order_service/edges.py").read_text()
    policy = [line.strip() for line in edges.splitlines() if "=" in line][1:]
    assert policy == ["timeout_ms=800,", "attempts=3,", "failures=3,", "open_ms=700,"]


def test_what_is_missing_is_said_where_it_is_looked_for(odd: Path):
    told = (odd / "loyalty/README.md").read_text()
    assert "no adapter for mongodb yet" in told
    assert "no adapter for kafka yet" in told
    assert "no adapter" not in (odd / "payment/README.md").read_text()
