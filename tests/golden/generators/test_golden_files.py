"""What one service and its gateway are generated as, byte by byte.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/golden/generators`, and read the diff.
"""

import os
from pathlib import Path

import pytest

from generators.blueprint import load_blueprint
from generators.render import render

FOLDER = Path(__file__).parent / "one_service"
SHOWN = (
    "compose.yaml",
    "gateway/envoy.yaml",
    "kubernetes/base/kustomization.yaml",
    "kubernetes/base/network-policy.yaml",
    "kubernetes/base/way-in.yaml",
    "kubernetes/base/order/deployment.yaml",
    "kubernetes/base/order/network-policy.yaml",
    "kubernetes/base/order/way-in.yaml",
    "kubernetes/overlays/dev/order/kustomization.yaml",
    "kubernetes/overlays/prod/kustomization.yaml",
    "kubernetes/overlays/prod/namespace.yaml",
    "kubernetes/overlays/prod/order/kustomization.yaml",
    "mesh/base/order/authorization.yaml",
    "mesh/base/order/traffic.yaml",
    "mesh/base/limit.yaml",
    "mesh/base/policy.yaml",
    "mesh/overlays/prod/kustomization.yaml",
    "services/order/Dockerfile",
    "services/order/src/order_service/app.py",
    "services/order/src/order_service/modules/orders/api.py",
    "services/order/src/order_service/modules/orders/routes.py",
    "services/order/src/order_service/modules/orders/service.py",
)


@pytest.mark.parametrize("path", SHOWN)
def test_a_file_is_generated_as_it_was_agreed(path: str):
    kinds = ["services", "compose", "gateway", "kubernetes", "mesh"]
    text = render(load_blueprint(FOLDER / "blueprint.yaml"), kinds)[path]
    agreed = FOLDER / path
    if os.environ.get("UPDATE_GOLDEN"):
        agreed.parent.mkdir(parents=True, exist_ok=True)
        agreed.write_text(text, encoding="utf-8")
    assert text == agreed.read_text(encoding="utf-8")
