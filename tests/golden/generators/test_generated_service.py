"""A generated service is a project whose own checks pass before anybody touches it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generators.blueprint import parse_blueprint
from generators.render import render
from generators.writing import write

BLUEPRINT = """\
name: shop
services:
  order: {modules: [orders, order-status, class]}
  payment: {modules: [payments], store: none}
communication:
  edges:
    - {caller: order, callee: payment, timeout_ms: 800, retries: 2, idempotent: true}
gateway:
  routes:
    - {prefix: /api/v1/orders, service: order, module: orders}
    - {prefix: /api/v1/payments, service: payment}
events:
  topics: {orders: {producers: [order], consumers: []}}
"""


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("generated")
    write(render(parse_blueprint(BLUEPRINT, "blueprint.yaml"), ["services"]), out)
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
        timeout=120,
    )


@pytest.mark.parametrize("service", ["order", "payment"])
def test_its_own_tests_pass_untouched(projects: Path, service: str):
    result = run(projects / service, "pytest", "-q", "-p", "no:cacheprovider")
    assert result.returncode == 0, result.stdout
    assert "passed" in result.stdout


def test_its_own_tests_notice_a_fault(projects: Path, tmp_path: Path):
    files = render(parse_blueprint(BLUEPRINT, "blueprint.yaml"), ["services"])
    health = "services/payment/src/payment_service/health.py"
    files[health] = files[health].replace('"alive"', '"dead"')
    write(files, tmp_path)
    result = run(tmp_path / "services/payment", "pytest", "-q", "-p", "no:cacheprovider")
    assert result.returncode == 1


def test_its_code_is_formatted_and_free_of_findings(projects: Path):
    for command in (("format", "--check"), ("check",)):
        result = run(projects, "ruff", *command, "--no-cache", ".")
        assert result.returncode == 0, result.stdout


def test_a_module_is_mounted_where_the_gateway_routes_it(projects: Path):
    order = projects / "order/src/order_service/routers"
    assert 'PREFIX = "/api/v1/orders"' in (order / "orders.py").read_text()
    payment = projects / "payment/src/payment_service/routers"
    assert 'PREFIX = "/api/v1/payments"' in (payment / "payments.py").read_text()


def test_a_call_is_repeated_only_as_often_as_its_edge_allows(projects: Path):
    peers = (projects / "order/src/order_service/peers.py").read_text()
    assert '"payment": Policy(timeout_ms=800, attempts=3)' in peers
