"""The stand that judges gateway answers: real Envoy before upstreams that tell what they got."""

import json
from pathlib import Path

import pytest

from generators.render.envoy import Placement
from labs.local.stand import gateway_stand
from labs.runtime import LabError

pytestmark = pytest.mark.live

ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router",
    },
}


def socket(port: int) -> dict[str, object]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def cluster(name: str, port: int) -> dict[str, object]:
    endpoint = {"endpoint": {"address": socket(port)}}
    assignment = {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]}
    return {"name": name, "type": "STATIC", "load_assignment": assignment}


def by_prefix(placement: Placement) -> dict[str, str]:
    """A gateway that sends `/<service>` to v1 and, with `canary: true`, to v2 where it exists."""
    routes: list[dict[str, object]] = []
    clusters = []
    for (service, version), [(_, port)] in sorted(placement.subsets.items(), reverse=True):
        name = f"{service}_{version}"
        clusters.append(cluster(name, port))
        canary = [{"name": "canary", "string_match": {"exact": "true"}}]
        match = {"prefix": f"/{service}", **({"headers": canary} if version == "v2" else {})}
        routes.append({"match": match, "route": {"cluster": name}})
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network"
        ".http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "stand",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        "http_filters": [ROUTER],
    }
    chain = {
        "filters": [
            {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}
        ]
    }
    listener = {"address": socket(placement.listener[1]), "filter_chains": [chain]}
    bootstrap = {
        "admin": {"address": socket(placement.admin[1])},
        "static_resources": {"listeners": [listener], "clusters": clusters},
    }
    return {"envoy.yaml": json.dumps(bootstrap)}


def test_a_request_reaches_the_service_of_its_prefix_and_is_told_back():
    with gateway_stand(["user", "product"], by_prefix) as stand:
        reply = stand.send("POST", "/product/7?q=tea", headers={"x-a": "b"}, body="hello")
    assert reply.status == 200
    assert reply.json["service"] == "product"
    assert reply.json["method"] == "POST"
    assert reply.json["path"] == "/product/7?q=tea"
    assert reply.json["headers"]["x-a"] == "b"
    assert reply.json["body"] == "hello"


def test_a_header_chooses_the_version():
    with gateway_stand(["product"], by_prefix, subsets=[("product", "v2")]) as stand:
        plain = stand.send("GET", "/product")
        canary = stand.send("GET", "/product", headers={"canary": "true"})
        assert [r.path for r in stand.upstream("product", "v2").received] == ["/product"]
    assert (plain.json["version"], canary.json["version"]) == ("v1", "v2")


def test_an_upstream_fails_and_dawdles_on_demand():
    with gateway_stand(["user"], by_prefix) as stand:
        upstream = stand.upstream("user")
        upstream.status, upstream.delay_s = 503, 0.05
        reply = stand.send("GET", "/user")
    assert reply.status == 503
    assert reply.latency_ms >= 50


def test_what_no_route_takes_is_refused_by_the_gateway_itself():
    with gateway_stand(["user"], by_prefix) as stand:
        reply = stand.send("GET", "/nowhere")
        assert stand.upstream("user").received == []
    assert (reply.status, reply.json) == (404, {})


def test_a_configuration_that_envoy_refuses_is_reported_in_envoys_words():
    with (
        pytest.raises(LabError) as refused,
        gateway_stand(["user"], lambda _: {"envoy.yaml": '{"no_such_field": 1}'}),
    ):
        pass
    assert refused.value.code == "part-ended"
    assert "no_such_field" in str(refused.value.params["reason"])


def test_nothing_is_left_of_a_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with gateway_stand(["user"], by_prefix):
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
