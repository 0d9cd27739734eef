"""The parts of the gateway's configuration that can be told without running it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generators.blueprint import parse_blueprint
from generators.blueprint.gateway import Limit
from generators.render.envoy import Admission, JwksSource, Placement, gateway_config
from generators.render.envoy.limits import bucket

BLUEPRINT = """\
name: shop
services: {user: {modules: [profiles]}, product: {modules: [products]}}
gateway:
  routes:
    - {prefix: /, service: product}
    - {prefix: /api, service: product, retries: 2, retry_methods: [GET]}
    - {prefix: /api/users, service: user, cache: true}
"""
CANARY = """\
mesh:
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
      headers: [{name: canary, value: "true", subset: v2}]
"""
UPSTREAMS = {"user": [("127.0.0.1", 1)], "product": [("product", 2)]}


def configuration(text: str = BLUEPRINT, **options) -> dict:
    bp = parse_blueprint(text, "blueprint.yaml")
    placement = Placement(upstreams=UPSTREAMS, **options)
    return yaml.safe_load(gateway_config(bp, placement)["envoy.yaml"])


def manager(text: str = BLUEPRINT, **options) -> dict:
    listener = configuration(text, **options)["static_resources"]["listeners"][0]
    return listener["filter_chains"][0]["filters"][0]["typed_config"]


def routes(text: str = BLUEPRINT, **options) -> list[dict]:
    return manager(text, **options)["route_config"]["virtual_hosts"][0]["routes"]


def path(route: dict) -> str:
    return route["match"].get("path_separated_prefix") or route["match"]["prefix"]


def test_longer_prefixes_stand_first():
    assert [path(route) for route in routes()] == ["/api/users", "/api/users", "/api", "/api", "/"]


def test_retries_stand_only_on_the_methods_that_may_be_repeated():
    retried, plain = (route for route in routes() if path(route) == "/api")
    assert retried["match"]["headers"][0]["string_match"]["safe_regex"]["regex"] == "GET"
    assert retried["route"]["retry_policy"]["num_retries"] == 2
    assert "retry_policy" not in plain["route"]


def test_the_cache_is_switched_on_by_route_and_off_for_all_others():
    (cache,) = (f for f in manager()["http_filters"] if f["name"] == "envoy.filters.http.cache")
    assert cache["disabled"] is True
    cached = [path(route) for route in routes() if "typed_per_filter_config" in route]
    assert cached == ["/api/users"]


def test_a_canary_without_placed_subsets_goes_to_the_service():
    clusters = {route["route"].get("cluster") for route in routes(BLUEPRINT + CANARY)}
    assert clusters == {"user", "product"}


def test_a_placed_canary_has_its_header_before_its_weights():
    subsets = {("product", "v1"): [("127.0.0.1", 3)], ("product", "v2"): [("127.0.0.1", 4)]}
    by_header, weighted = [
        route for route in routes(BLUEPRINT + CANARY, subsets=subsets) if path(route) == "/"
    ]
    assert by_header["route"]["cluster"] == "product/v2"
    clusters = weighted["route"]["weighted_clusters"]["clusters"]
    assert [(each["name"], each["weight"]) for each in clusters] == [
        ("product/v1", 90),
        ("product/v2", 10),
    ]


def test_names_are_resolved_and_addresses_are_not():
    clusters = configuration()["static_resources"]["clusters"]
    assert {each["name"]: each["type"] for each in clusters} == {
        "user": "STATIC",
        "product": "STRICT_DNS",
    }


def test_faults_by_header_are_for_labs_only():
    def names(**options) -> list[str]:
        return [each["name"] for each in manager(**options)["http_filters"]]

    assert "envoy.filters.http.fault" not in names()
    assert names(fault_headers=True)[0] == "envoy.filters.http.fault"


def test_a_dynamic_gateway_has_its_routes_and_clusters_in_files_of_their_own():
    bp = parse_blueprint(BLUEPRINT, "blueprint.yaml")
    files = gateway_config(bp, Placement(upstreams=UPSTREAMS, dynamic=True, config_dir="/run/gw"))
    assert set(files) == {"envoy.yaml", "routes.yaml", "clusters.yaml"}
    assert "/run/gw/routes.yaml" in files["envoy.yaml"]


@given(
    requests=st.integers(1, 5_000_000),
    per=st.sampled_from(["second", "minute", "hour"]),
)
def test_a_bucket_refills_at_the_rate_of_its_limit(requests: int, per: str):
    limit = Limit(requests=requests, per=per)
    made = bucket(limit)
    interval = float(made["fill_interval"].removesuffix("s"))
    assert interval >= 0.05
    rate = made["tokens_per_fill"] / interval
    assert rate == pytest.approx(requests / limit.window_s, rel=1e-6)


def test_a_burst_is_the_buckets_size_and_a_leaky_bucket_has_none():
    assert bucket(Limit(requests=60))["max_tokens"] == 60
    assert bucket(Limit(requests=60, burst=5))["max_tokens"] == 5
    assert bucket(Limit(requests=60, algorithm="leaky-bucket"))["max_tokens"] == 1


BREAKER = "communication: {breakers: {user: {consecutive_failures: 5}}}\n"
JWT = "  auth: {jwt: {issuer: shop, audiences: [shop]}}\n"


def test_keys_come_from_a_file_or_from_the_service_that_signs():
    def provider(**options) -> dict:
        filters = manager(BLUEPRINT + JWT, **options)["http_filters"]
        (jwt,) = (each for each in filters if each["name"].endswith("jwt_authn"))
        return jwt["typed_config"]["providers"]["tokens"]

    assert provider()["local_jwks"] == {"filename": "/etc/envoy/jwks.json"}
    remote = provider(jwks_source=JwksSource("user", "/keys"))
    assert "local_jwks" not in remote
    assert remote["remote_jwks"]["http_uri"]["uri"] == "http://user/keys"
    assert remote["remote_jwks"]["cache_duration"] == "2s"


def test_keys_that_are_asked_for_in_vain_open_no_breaker():
    source = JwksSource("user", "/keys")
    clusters = configuration(BLUEPRINT + BREAKER, jwks_source=source)["static_resources"][
        "clusters"
    ]
    by_name = {each["name"]: each for each in clusters}
    addresses = [by_name[name]["load_assignment"]["endpoints"] for name in ("user", "gateway:jwks")]
    assert addresses[0] == addresses[1]
    assert "outlier_detection" in by_name["user"]
    assert "outlier_detection" not in by_name["gateway:jwks"]


def test_a_gateway_outside_a_lab_takes_no_part_in_traces():
    assert "tracing" not in manager()
    assert "layered_runtime" not in configuration()
    assert (
        "traceparent" not in manager()["access_log"][0]["typed_config"]["log_format"]["json_format"]
    )


def test_a_labs_gateway_follows_its_caller_and_begins_a_part_of_the_traces_itself():
    sampler = manager(trace_ratio=0.05)["tracing"]["provider"]["typed_config"]["sampler"]
    assert sampler["name"].endswith("parent_based")
    root = sampler["typed_config"]["wrapped_sampler"]["typed_config"]
    assert root["sampling_percentage"] == {"numerator": 50_000, "denominator": "MILLION"}


BOUND = Admission(within_ms=100, least=64, most=256, unbounded=("/",))
CONCURRENCY = "envoy.filters.http.adaptive_concurrency"


def test_what_is_too_much_is_refused_before_anything_else_is_done_with_it():
    names = [f["name"] for f in manager(admission=BOUND, fault_headers=True)["http_filters"]]
    assert names[:2] == ["envoy.filters.http.fault", CONCURRENCY]
    assert CONCURRENCY not in [f["name"] for f in manager()["http_filters"]]


def test_answers_that_go_on_do_not_count_towards_the_bound():
    switches = {
        path(route): route.get("typed_per_filter_config", {}).get(CONCURRENCY, {}).get("disabled")
        for route in routes(admission=BOUND)
    }
    assert switches == {"/api/users": None, "/api": None, "/": True}
