"""`workbench generate --verify cluster`, through the real kubectl where there is one."""

import json
import shutil

import pytest

from tests.command import Command
from tests.kubernetes.api_server import ApiServer, serving, status
from tests.kubernetes.served import Kind
from tests.kubernetes.ways_in import configure

needs_kubectl = pytest.mark.skipif(shutil.which("kubectl") is None, reason="no kubectl")
GATEWAY_API = (Kind("gateways", "Gateway"), Kind("httproutes", "HTTPRoute"))


@pytest.fixture
def api() -> ApiServer:
    server = ApiServer()
    server.namespace("default")
    server.kinds["gateway.networking.k8s.io/v1"] = GATEWAY_API
    return server


@pytest.fixture
def verify(tmp_path):
    run = Command(tmp_path)
    shop = tmp_path / "shop"
    assert run("init", str(shop)).code == 0
    return lambda *more: run(
        "generate", "--verify", "cluster", "--only", "kubernetes", *more, cwd=shop
    )


@pytest.fixture
def reached(api, verify, tmp_path):
    with serving(api) as (host, port):
        configure(tmp_path / "home" / ".kube" / "config", f"http://{host}:{port}")
        yield api


@needs_kubectl
def test_manifests_that_the_cluster_takes_hold_and_nothing_is_written(verify, reached, tmp_path):
    asked = verify()
    assert asked.code == 0, asked.out + asked.err
    assert " 0 refused, 0 not judged" in asked.out
    assert "The namespace shop-dev does not exist there yet" in asked.out
    assert list(reached.objects) == ["/api/v1/namespaces/default"]
    assert not (tmp_path / "shop" / "generated").exists()


@needs_kubectl
def test_a_refusal_is_told_at_its_line_and_fails(verify, reached):
    reached.namespace("shop-dev")
    path = "/api/v1/namespaces/shop-dev/services/shop"
    message = 'services "shop" is forbidden: exceeded quota: small'
    reached.refusals[path] = status(403, "Forbidden", message, name="shop", kind="services")
    asked = verify("--json")
    assert asked.code == 1, asked.out + asked.err
    (refused,) = [a for a in json.loads(asked.out)["answers"] if a["verdict"] == "refused"]
    assert (refused["kind"], refused["message"]) == ("Service", message)
    assert refused["file"].startswith("kubernetes/")
    assert refused["line"] > 1


@needs_kubectl
def test_a_kind_that_the_cluster_does_not_serve_leaves_it_open(verify, reached):
    del reached.kinds["gateway.networking.k8s.io/v1"]
    asked = verify()
    assert asked.code == 3, asked.out + asked.err
    assert "not judged: HTTPRoute" in asked.out


@needs_kubectl
def test_without_a_context_nothing_can_be_judged(verify):
    asked = verify()
    assert asked.code == 3
    assert "no current context" in asked.err


def test_without_kubectl_nothing_can_be_judged(verify, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    asked = verify()
    assert asked.code == 3
    assert "kubectl is not on the path" in asked.err
