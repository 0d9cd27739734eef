"""What the port to a cluster promises, asked straight and through the real kubectl."""

import shutil
from http.client import HTTPConnection
from pathlib import Path

import pytest

from labs.kubernetes import api as api_module
from labs.kubernetes.cluster import Cluster
from labs.kubernetes.errors import (
    ForbiddenError,
    RefusedError,
    UnauthorizedError,
    UnreachableError,
)
from labs.kubernetes.forwarding import Forwarder, services_forward
from labs.kubernetes.kubectl import chosen_context, cluster_of
from labs.kubernetes.objects import Reference
from labs.supervising.ports import free_ports
from tests.kubernetes.api_server import ApiServer, serving, status
from tests.kubernetes.ways_in import configure, straight_to

SHOP = "/api/v1/namespaces/shop"
SETTINGS = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "settings", "namespace": "shop", "labels": {"app": "orders"}},
    "data": {"colour": "green"},
}
AT = Reference("v1", "ConfigMap", "settings", "shop")


@pytest.fixture
def api() -> ApiServer:
    server = ApiServer()
    server.namespace("shop")
    return server


@pytest.fixture(params=["straight", "kubectl"])
def cluster(request, api, tmp_path, monkeypatch):
    if request.param == "straight":
        with straight_to(api) as found:
            yield found
        return
    if shutil.which("kubectl") is None:
        pytest.skip("no kubectl")
    with serving(api) as (host, port):
        configure(tmp_path / "config", f"http://{host}:{port}")
        monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
        with cluster_of(chosen_context()) as found:
            yield found


def test_the_server_says_its_version(cluster: Cluster):
    assert cluster.version() == "v1.34.2"


def test_a_kind_is_served_or_is_not(cluster: Cluster):
    assert cluster.serves("apps/v1")["Deployment"] == ("deployments", True)
    assert not cluster.serves("v1")["Namespace"].namespaced
    assert cluster.serves("networking.istio.io/v1") == {}


def test_what_is_applied_is_there_and_may_be_applied_again(cluster: Cluster):
    assert cluster.get(AT) is None
    cluster.apply(SETTINGS)
    cluster.apply({**SETTINGS, "data": {"colour": "red"}})
    found = cluster.get(AT)
    assert found is not None
    assert found["data"] == {"colour": "red"}


def test_a_dry_run_changes_nothing(cluster: Cluster):
    assert cluster.apply(SETTINGS, dry_run=True)["metadata"]["name"] == "settings"
    assert cluster.get(AT) is None


def test_objects_are_found_by_their_labels_and_say_what_they_are(cluster: Cluster):
    cluster.apply(SETTINGS)
    (found,) = cluster.find("v1", "ConfigMap", "shop", "app=orders")
    assert (found["kind"], found["metadata"]["name"]) == ("ConfigMap", "settings")
    assert not cluster.find("v1", "ConfigMap", "shop", "app=payments")


def test_what_is_deleted_is_gone_and_deleting_it_again_says_so(cluster: Cluster):
    cluster.apply(SETTINGS)
    assert cluster.delete(AT, at_once=True)
    assert not cluster.delete(AT)
    assert cluster.get(AT) is None


def test_a_watch_tells_what_there_is_and_then_what_happens(cluster: Cluster, api):
    cluster.apply(SETTINGS)
    told = cluster.watch("v1", "ConfigMap", "shop", within_s=20)
    assert next(told).object["data"] == {"colour": "green"}
    cluster.apply({**SETTINGS, "data": {"colour": "red"}})
    assert next(told).object["data"] == {"colour": "red"}
    cluster.delete(AT)
    assert next(told).gone
    told.close()


def test_a_watch_that_broke_goes_on_and_tells_what_went_meanwhile(cluster: Cluster, api):
    cluster.apply(SETTINGS)
    told = cluster.watch("v1", "ConfigMap", "shop", within_s=20)
    next(told)
    del api.objects[f"{SHOP}/configmaps/settings"]
    api.hang_up()
    assert next(told).gone
    cluster.apply(SETTINGS)
    assert not next(told).gone
    told.close()


def test_a_watch_that_is_behind_by_too_much_begins_anew(cluster: Cluster, api):
    cluster.apply(SETTINGS)
    told = cluster.watch("v1", "ConfigMap", "shop", within_s=20)
    next(told)
    api.expire()
    assert next(told).object["data"] == {"colour": "green"}
    told.close()


def test_a_server_that_has_too_much_to_do_is_asked_again(cluster: Cluster, api):
    cluster.serves("v1")
    api.busy = 3
    cluster.apply(SETTINGS)
    assert cluster.get(AT)


def test_a_server_that_stays_too_busy_is_told(cluster: Cluster, api, monkeypatch):
    cluster.serves("v1")
    monkeypatch.setattr(api_module, "BUSY_AT_MOST_S", -1.0)
    api.busy = 10**6
    with pytest.raises(RefusedError, match="too many requests"):
        cluster.get(AT)
    api.busy = 0


def test_a_watch_of_something_quiet_ends(cluster: Cluster):
    assert list(cluster.watch("v1", "ConfigMap", "shop", within_s=0.5)) == []


def test_a_running_container_gets_less_and_all_else_stays(cluster: Cluster, api):
    asked = {"limits": {"cpu": "1", "memory": "64Mi"}, "requests": {"cpu": "100m"}}
    containers = [{"name": "orders", "image": "orders:1", "resources": asked}]
    path, pod = f"{SHOP}/pods/orders", Reference("v1", "Pod", "orders", "shop")
    api.put(
        path, {"kind": "Pod", "metadata": {"name": "orders"}, "spec": {"containers": containers}}
    )
    cluster.resize(pod, "orders", {"limits": {"cpu": "50m"}})
    (found,) = api.objects[path]["spec"]["containers"]
    assert found["image"] == "orders:1"
    assert found["resources"] == {**asked, "limits": {"cpu": "50m", "memory": "64Mi"}}
    api.resizes = False
    with pytest.raises(RefusedError) as raised:
        cluster.resize(pod, "orders", {"limits": {"cpu": "60m"}})
    assert raised.value.refusal.code == 404


def test_the_last_lines_of_a_log_are_told(cluster: Cluster, api):
    api.texts[f"{SHOP}/pods/orders/log"] = "one\ntwo\nthree"
    api.texts[f"previous {SHOP}/pods/orders/log"] = "it died"
    pod = Reference("v1", "Pod", "orders", "shop")
    assert cluster.log(pod, "orders", lines=2) == ["two", "three"]
    assert cluster.log(pod, "orders", lines=2, previous=True) == ["it died"]


def test_a_refusal_tells_each_field_and_what_is_wrong_with_it(cluster: Cluster):
    with pytest.raises(RefusedError) as refused:
        cluster.apply({**SETTINGS, "data": {"colour": 7}})
    assert refused.value.refusal.causes[0].field == "data.colour"


def test_a_field_that_the_server_does_not_know_is_named(cluster: Cluster, api):
    message = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: '
    message += 'unknown field "dataa", duplicate field "data.colour"'
    api.refusals[f"{SHOP}/configmaps/settings"] = status(400, "BadRequest", message)
    with pytest.raises(RefusedError) as refused:
        cluster.apply(SETTINGS)
    assert refused.value.refusal.causes == (
        ("dataa", "unknown field"),
        ("data.colour", "duplicate field"),
    )


def test_a_kind_that_is_not_served_is_refused_and_has_no_objects(cluster: Cluster):
    route = {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService"}
    with pytest.raises(RefusedError, match="VirtualService"):
        cluster.apply({**route, "metadata": {"name": "orders", "namespace": "shop"}})
    assert cluster.get(Reference(*route.values(), "orders", "shop")) is None


def test_who_may_not_ask_is_told_so(cluster: Cluster, api):
    message = 'secrets is forbidden: User "me" cannot list resource "secrets" in namespace "shop"'
    api.refusals[f"{SHOP}/secrets"] = status(403, "Forbidden", message, kind="secrets")
    with pytest.raises(ForbiddenError, match='User "me" cannot list'):
        cluster.find("v1", "Secret", "shop")


def test_who_is_not_known_is_told_so(cluster: Cluster, api):
    api.refusals[SHOP] = status(401, "Unauthorized", "Unauthorized")
    with pytest.raises(UnauthorizedError):
        cluster.get(Reference("v1", "Namespace", "shop"))


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="no kubectl")
def test_a_cluster_that_does_not_answer_is_unreachable(tmp_path: Path, monkeypatch):
    configure(tmp_path / "config", "http://127.0.0.1:1")
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    with cluster_of("kind-test") as cluster, pytest.raises(UnreachableError, match="refused"):
        cluster.version()


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="no kubectl")
def test_the_port_to_the_services_of_a_lab_leads_nowhere_else(api, tmp_path, monkeypatch):
    home = "/api/v1/namespaces/workbench-shop"
    api.objects[f"{home}/services/orders:80/proxy/metrics"] = {"requests": 1}
    api.namespace("workbench-shop")
    (port,) = free_ports(1)
    with serving(api) as (host, at):
        configure(tmp_path / "config", f"http://{host}:{at}")
        monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
        forwarder = Forwarder("kind-test", [services_forward("workbench-shop", port)], tmp_path)
        forwarder.open()
        try:
            assert got(port, f"{home}/services/orders:80/proxy/metrics") == 200
            assert got(port, f"{home}/secrets") == 403
            assert got(port, "/api/v1/namespaces/other/services/orders:80/proxy/metrics") == 403
        finally:
            forwarder.close()


def got(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    return connection.getresponse().status
