"""The generated gateway does on a real Envoy what the blueprint says."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generators.blueprint import dump_blueprint, parse_blueprint
from generators.render.envoy import Admission, Placement, gateway_config
from generators.render.envoy.compose import gateway_files
from tests.live.generators.envoy_gateway import JWKS, RunningGateway, gateway, token, validate
from tests.shops import monolith, reference

pytestmark = pytest.mark.live

BLUEPRINT = """\
name: shop
services:
  user: {modules: [profiles, registration]}
  product: {modules: [products]}
  stock: {modules: [stock]}
gateway:
  routes:
    - {prefix: /api/v1/users, service: user, auth: jwt}
    - {prefix: /api/v1/users/registrations, service: user, module: registration}
    - {prefix: /api/v1/products, service: product, retries: 2}
    - {prefix: /api/v1/stock, service: stock, auth: api-key}
    - {prefix: /old-stock, service: stock, rewrite: /api/v1/stock}
  auth:
    jwt: {issuer: https://auth.shop, audiences: [shop]}
    api_keys: {clients: [partner]}
  rbac:
    - {prefix: /api/v1/users/all, roles: [admin]}
    - {prefix: /api/v1/products, methods: [DELETE], roles: [admin, editor]}
  ip_rules: {deny: [203.0.113.0/24]}
  geo: {deny: [KP]}
  response_headers: {x-frame-options: DENY}
mesh:
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 100, v2: 0}
      headers: [{name: canary, value: "true", subset: v2}]
"""
LIMITED = """\
name: shop
services: {user: {modules: [profiles]}, product: {modules: [products]}}
gateway:
  routes:
    - {prefix: /users, service: user}
    - {prefix: /people, service: user}
    - {prefix: /products, service: product, auth: jwt}
    - {prefix: /slowly, service: product}
  auth: {jwt: {issuer: https://auth.shop, audiences: [shop]}}
  limits:
    services: {user: {requests: 3, per: hour}}
    tiers: {free: {requests: 2, per: hour}, premium: {requests: 4, per: hour}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    bp = parse_blueprint(BLUEPRINT, "blueprint.yaml")
    folder = tmp_path_factory.mktemp("gateway")
    options = {"api_keys": {"partner": "s3cret"}, "trusted_hops": 1, "dynamic": True}
    with gateway(bp, folder, **options) as running:
        yield running


@pytest.fixture
def limited(tmp_path: Path):
    with gateway(parse_blueprint(LIMITED, "blueprint.yaml"), tmp_path) as running:
        yield running


def test_the_longest_prefix_wins_although_it_stands_second(shop: RunningGateway):
    assert shop.ask("/api/v1/users/registrations").status == 200
    assert shop.ask("/api/v1/users/42").status == 401


def test_a_prefix_matches_whole_segments_only(shop: RunningGateway):
    assert shop.ask("/api/v1/productsale").status == 404


def test_a_rewritten_prefix_reaches_the_service_as_another(shop: RunningGateway):
    assert shop.ask("/old-stock/7").path == "/api/v1/stock/7"


def test_a_signed_token_passes_and_a_forged_one_does_not(shop: RunningGateway):
    good = token(sub="ann")
    assert shop.ask("/api/v1/users/42", authorization=good).upstream == "user"
    header, payload, signature = good.split(".")
    forged = f"{header}.{payload}.{signature[:-6]}AAAAAA"
    assert shop.ask("/api/v1/users/42", authorization=forged).status == 401


def test_a_token_is_verified_also_where_none_is_needed(shop: RunningGateway):
    assert shop.ask("/api/v1/products", authorization="Bearer nonsense").status == 401


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("customer", 403), (["admin"], 200)])
def test_a_role_opens_what_it_may(shop: RunningGateway, role: object, status: int):
    assert shop.ask("/api/v1/users/all", authorization=token(role=role)).status == status


def test_a_role_is_asked_for_its_methods_only(shop: RunningGateway):
    assert shop.ask("/api/v1/products/1").status == 200
    assert shop.ask("/api/v1/products/1", "DELETE").status == 403
    editor = token(role="editor")
    assert shop.ask("/api/v1/products/1", "DELETE", authorization=editor).status == 200


def test_an_escaped_slash_does_not_slip_past_a_role(shop: RunningGateway):
    customer = token(role="customer")
    for path in ("/api/v1/users%2Fall", "/api/v1/users//all", "/api/v1/users/x/../all"):
        assert shop.ask(path, authorization=customer).status in {400, 403}


def test_an_api_key_is_asked_for_where_the_route_says(shop: RunningGateway):
    assert shop.ask("/api/v1/stock").status == 401
    assert shop.ask("/api/v1/stock", x_api_key="s3cret").upstream == "stock"


def test_a_denied_network_and_a_denied_country_are_refused(shop: RunningGateway):
    assert shop.ask("/api/v1/products", x_forwarded_for="203.0.113.9").status == 403
    assert shop.ask("/api/v1/products", x_forwarded_for="198.51.100.9").status == 200
    assert shop.ask("/api/v1/products", x_country="KP").status == 403


def test_the_canarys_header_goes_before_its_weights(shop: RunningGateway):
    assert {shop.ask("/api/v1/products").upstream for _ in range(30)} == {"product/v1"}
    by_header = {shop.ask("/api/v1/products", canary="true").upstream for _ in range(30)}
    assert by_header == {"product/v2"}


def test_a_read_is_tried_again_and_a_write_is_not(shop: RunningGateway):
    upstream = shop.upstreams["product/v1"]
    upstream.failures_left = 2
    assert shop.ask("/api/v1/products").status == 200
    upstream.asked.clear()
    upstream.failures_left = 1
    assert shop.ask("/api/v1/products", "POST").status == 503
    assert upstream.asked["POST"] == 1


def test_every_answer_carries_the_added_headers(shop: RunningGateway):
    assert shop.ask("/api/v1/products").headers["x-frame-options"] == "DENY"


def test_routes_change_without_a_restart(shop: RunningGateway):
    table = (shop.folder / "routes.yaml").read_text()
    changed = shop.folder / "routes.new"
    changed.write_text(table.replace("/old-stock", "/older-stock"))
    changed.replace(shop.folder / "routes.yaml")
    for _ in range(1000):
        if shop.ask("/older-stock/7").status == 200:
            break
    assert shop.ask("/older-stock/7").status == 200
    changed.write_text(table)
    changed.replace(shop.folder / "routes.yaml")
    for _ in range(1000):
        if shop.ask("/old-stock/7").status == 200:
            break
    assert shop.ask("/old-stock/7").status == 200


def test_the_routes_of_a_service_share_its_limit(limited: RunningGateway):
    paths = ("/users", "/people", "/users", "/people")
    assert [limited.ask(path).status for path in paths] == [200, 200, 200, 429]
    assert limited.ask("/slowly").status == 200


def test_each_user_has_the_limit_of_the_tier(limited: RunningGateway):
    def statuses(user: str, tier: str, count: int) -> list[int]:
        bearer = token(sub=user, tier=tier)
        return [limited.ask("/products", authorization=bearer).status for _ in range(count)]

    assert statuses("ann", "free", 3) == [200, 200, 429]
    assert statuses("bob", "free", 3) == [200, 200, 429]
    assert statuses("eve", "premium", 5) == [200, 200, 200, 200, 429]


def test_a_global_limit_counts_all_services_together(tmp_path: Path):
    text = LIMITED.replace("    services:", "    global: {requests: 2, per: hour}\n    services:")
    with gateway(parse_blueprint(text, "blueprint.yaml"), tmp_path) as running:
        statuses = [running.ask(path).status for path in ("/users", "/slowly", "/users")]
    assert statuses == [200, 200, 429]


def test_a_leaky_bucket_lets_no_burst_through(tmp_path: Path):
    text = LIMITED.replace(
        "requests: 3, per: hour", "requests: 3, per: hour, algorithm: leaky-bucket"
    )
    with gateway(parse_blueprint(text, "blueprint.yaml"), tmp_path) as running:
        assert [running.ask("/users").status for _ in range(2)] == [200, 429]


def test_limits_can_be_left_out_for_a_load_run(tmp_path: Path):
    bp = parse_blueprint(LIMITED, "blueprint.yaml")
    with gateway(bp, tmp_path, enforce_limits=False) as running:
        assert {running.ask("/users").status for _ in range(6)} == {200}


def test_an_open_breaker_refuses_at_once(tmp_path: Path):
    text = LIMITED + "communication: {breakers: {product: {consecutive_failures: 3}}}\n"
    with gateway(parse_blueprint(text, "blueprint.yaml"), tmp_path) as running:
        upstream = running.upstreams["product"]
        upstream.failures_left = 3
        assert [running.ask("/slowly").status for _ in range(5)] == [503] * 5
        assert upstream.asked["GET"] == 3


def test_a_service_that_sheds_load_is_not_left_out_for_it(tmp_path: Path):
    text = LIMITED + "communication: {breakers: {product: {consecutive_failures: 3}}}\n"
    with gateway(parse_blueprint(text, "blueprint.yaml"), tmp_path) as running:
        upstream = running.upstreams["product"]
        upstream.failures_left, upstream.sheds = 5, True
        answers = [running.ask("/slowly").status for _ in range(6)]
        assert answers == [503] * 5 + [200]


def test_more_at_once_than_is_answered_in_time_is_refused_where_it_came_in(tmp_path: Path):
    text = LIMITED.replace(
        "/slowly, service: product", "/slowly, service: product, timeout_ms: 20000"
    )
    bound = Admission(within_ms=50, least=2, most=2, unbounded=("/people",))
    with gateway(parse_blueprint(text, "blueprint.yaml"), tmp_path, admission=bound) as running:
        upstream = running.upstreams["product"]
        with upstream.held(), ThreadPoolExecutor(4) as clients:
            waiting = [clients.submit(running.ask, "/slowly") for _ in range(2)]
            upstream.wait_until_asked(2)
            refused = running.ask("/slowly")
            assert (refused.status, refused.body) == (503, "reached concurrency limit")
            assert upstream.asked["GET"] == 2
            assert running.ask("/people").status == 200
            upstream.let_go()
            assert [answer.result().status for answer in waiting] == [200, 200]


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["reference", "monolith"])
def test_envoy_accepts_the_configuration_of_a_whole_shop(bp, tmp_path: Path):
    (tmp_path / "jwks.json").write_text(JWKS)
    placement = Placement(
        upstreams={service: [("127.0.0.1", 80)] for service in bp.services},
        config_dir=str(tmp_path),
        jwks_file=str(tmp_path / "jwks.json"),
    )
    assert parse_blueprint(dump_blueprint(bp), "blueprint.yaml") == bp
    assert not validate(tmp_path, gateway_config(bp, placement))


def test_envoys_validation_refuses_a_wrong_configuration(tmp_path: Path):
    assert "adminn" in validate(tmp_path, {"envoy.yaml": "adminn: {}\n"})


def test_envoy_accepts_the_gateway_of_the_compose_network(tmp_path: Path):
    text = BLUEPRINT.split("mesh:", maxsplit=1)[0]
    files = gateway_files(parse_blueprint(text, "blueprint.yaml"))
    texts = {path.removeprefix("gateway/"): text for path, text in files.items()}
    texts["envoy.yaml"] = texts["envoy.yaml"].replace("/etc/envoy", str(tmp_path))
    assert not validate(tmp_path, texts)
