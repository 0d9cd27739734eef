"""Workflows check, publish and deliver each service; the script carries manifests as it says."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.render import render
from tests.shops import in_the_cloud, monolith, reference

CANARY = """\
  canaries:
    product:
      subsets: [v1, v2]
      weights: {v1: 90, v2: 10}
"""
WORKFLOWS = ".github/workflows"
SHARED = ("check-service", "publish-service", "deliver-service")


def with_canary() -> Blueprint:
    text = dump_blueprint(reference()).replace("  mtls: strict\n", "  mtls: strict\n" + CANARY)
    return parse_blueprint(text, "blueprint.yaml")


def workflow(bp: Blueprint, name: str) -> dict[str, object]:
    return yaml.safe_load(render(bp, ["delivery"])[f"{WORKFLOWS}/{name}.yaml"])


def jobs(bp: Blueprint) -> Iterator[dict[str, object]]:
    for path, text in render(bp, ["delivery"]).items():
        if path.startswith(WORKFLOWS):
            yield from yaml.safe_load(text)["jobs"].values()


@pytest.mark.parametrize("bp", [reference(), monolith()], ids=["apart", "one"])
def test_every_service_has_a_workflow_of_its_own_that_starts_by_its_own_paths(bp: Blueprint):
    for service in bp.services:
        started = workflow(bp, f"service-{service}")["on"]
        assert f"services/{service}/**" in started["push"]["paths"]
        others = set(bp.services) - {service}
        assert not any(f"services/{other}/**" in started["push"]["paths"] for other in others)


def test_what_a_workflow_calls_is_generated_and_takes_what_it_is_handed():
    for job in jobs(with_canary()):
        if "uses" not in job:
            continue
        name = Path(job["uses"]).stem
        assert name in SHARED
        takes = workflow(reference(), name)["on"]["workflow_call"]["inputs"]
        assert set(job["with"]) <= set(takes)
        assert {key for key, one in takes.items() if one.get("required")} <= set(job["with"])


def test_no_job_has_more_rights_than_it_names_and_a_pull_request_only_reads():
    for name in (*SHARED, "service-order"):
        document = workflow(reference(), name)
        assert document["permissions"] == {}
        assert all("permissions" in job for job in document["jobs"].values())
    order = workflow(reference(), "service-order")["jobs"]
    assert order["check"]["permissions"] == {"contents": "read"}
    assert "refs/heads/main" in order["publish"]["if"]
    assert all("publish" in order[f"deliver-{place}"]["needs"] for place in ("dev", "prod"))


def test_every_action_is_pinned_to_a_commit_and_says_its_version():
    pinned = re.compile(r"uses: [\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")
    for name in SHARED:
        text = render(reference(), ["delivery"])[f"{WORKFLOWS}/{name}.yaml"]
        used = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
        assert used
        assert all(pinned.fullmatch(line) for line in used)


def test_an_action_is_of_one_version_everywhere():
    files = render(reference(), ["delivery"])
    used = {
        line
        for path in SHARED
        for line in re.findall(r"uses: (\S+@\S+)", files[f"{WORKFLOWS}/{path}.yaml"])
    }
    assert len(used) == len({action.partition("@")[0] for action in used})


def test_the_throwaway_cluster_is_given_only_what_it_knows_without_operators():
    text = render(reference(), ["delivery"])[f"{WORKFLOWS}/check-service.yaml"]
    (chosen,) = re.findall(r'test\("(.*)"\)', text)
    for path, manifest in render(reference(), ["kubernetes"]).items():
        for each in yaml.safe_load_all(manifest) if path.endswith(".yaml") else ():
            foreign = each["kind"] in {"HTTPRoute", "Gateway", "ExternalSecret", "KafkaTopic"}
            if each["kind"] != "Kustomization":
                assert bool(re.search(chosen, each["apiVersion"])) != foreign, each["kind"]


def test_what_stops_a_release_follows_from_the_promises():
    given = workflow(reference(), "service-order")["jobs"]["deliver-prod"]["with"]
    assert given["failed-at-most"] == "0.0144"
    assert given["slow-at-most"] == "0.05"


def test_what_is_pinned_is_raised_for_every_service_and_never_on_its_first_day():
    raised = yaml.safe_load(render(reference(), ["delivery"])[".github/dependabot.yml"])["updates"]
    by_kind = {each["package-ecosystem"]: each for each in raised}
    assert set(by_kind) == {"github-actions", "uv", "docker"}
    assert by_kind["uv"]["directories"] == [f"/services/{name}" for name in reference().services]
    assert all(each["cooldown"]["default-days"] >= 3 for each in raised)
    cloud = yaml.safe_load(
        render(in_the_cloud(reference()), ["delivery"])[".github/dependabot.yml"]
    )
    assert "terraform" in {each["package-ecosystem"] for each in cloud["updates"]}


def test_environments_are_reached_one_after_another_and_the_last_by_canary():
    product = workflow(with_canary(), "service-product")["jobs"]
    assert product["deliver-staging"]["needs"] == ["publish", "deliver-dev"]
    assert product["deliver-prod"]["needs"] == ["publish", "deliver-staging"]
    assert product["deliver-prod"]["with"]["canary"] == "10 50"
    assert "canary" not in product["deliver-staging"]["with"]
    assert "canary" not in workflow(with_canary(), "service-order")["jobs"]["deliver-prod"]["with"]


@pytest.fixture(params=["sidecar", "ambient"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    text = dump_blueprint(with_canary()).replace("mode: sidecar", f"mode: {request.param}")
    bp = parse_blueprint(text, "blueprint.yaml")
    for path, content in render(bp, ["delivery", "kubernetes", "mesh"]).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return tmp_path


def release(
    repository: Path, *arguments: str, server: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "delivery/release.py", *arguments],
        cwd=repository,
        env={"PROMETHEUS_URL": server, "FAILED_AT_MOST": "0.01", "SLOW_AT_MOST": "0.05"},
        capture_output=True,
        text=True,
        check=False,
    )


def deployed(repository: Path, kind: str, name: str) -> list[dict[str, object]]:
    return read(repository / "deployed" / kind / f"{name}.yaml")


def read(path: Path) -> list[dict[str, object]]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def images(repository: Path) -> dict[str, str]:
    (found,) = deployed(repository, "kubernetes/overlays/prod/product", "kustomization")
    return {each["name"]: f"{each['newName']}@{each['digest']}" for each in found["images"]}


def weights(repository: Path) -> list[int]:
    """What the mesh is told, and the Gateway where it shares out as well."""
    found = deployed(repository, "mesh/base/product", "traffic")[:1]
    if (repository / "deployed/kubernetes/base/product/way-in.yaml").exists():
        found += deployed(repository, "kubernetes/base/product", "way-in")
    specs = [each["spec"] for each in found]
    told = [
        [
            route["weight"]
            for route in (
                spec["http"][-1]["route"] if "http" in spec else spec["rules"][-1]["backendRefs"]
            )
        ]
        for spec in specs
    ]
    assert all(each == told[0] for each in told)
    return told[0]


def test_a_release_goes_by_candidate_and_share_to_everybody(repository: Path):
    assert release(repository, "promote", "prod", "product", "shop/product@old").returncode == 0
    assert weights(repository) == [100, 0]

    assert (
        release(repository, "canary", "prod", "product", "shop/product@new", "10").returncode == 0
    )
    assert images(repository) == {
        "product-v1": "shop/product@old",
        "product-v2": "shop/product@new",
    }
    assert weights(repository) == [90, 10]

    assert release(repository, "rollback", "prod", "product").returncode == 0
    assert weights(repository) == [100, 0]

    assert release(repository, "promote", "prod", "product", "shop/product@new").returncode == 0
    assert set(images(repository).values()) == {"shop/product@new"}


def test_what_is_delivered_differs_from_the_manifests_in_the_image_alone(repository: Path):
    assert release(repository, "promote", "prod", "order", "shop/order@new").returncode == 0
    (agreed,) = read(repository / "kubernetes/overlays/prod/order/kustomization.yaml")
    agreed["images"] = [{"name": "order", "newName": "shop/order", "digest": "new"}]
    assert deployed(repository, "kubernetes/overlays/prod/order", "kustomization") == [agreed]
    for source in (repository / "kubernetes/base/order").iterdir():
        assert deployed(repository, "kubernetes/base/order", source.stem) == read(source)


def test_an_environment_is_built_from_the_services_that_were_delivered_to_it(repository: Path):
    for service in ("order", "cart"):
        assert release(repository, "promote", "prod", service, "shop/new:2").returncode == 0
    (whole,) = deployed(repository, "kubernetes/overlays/prod", "kustomization")
    assert whole["resources"] == ["namespace.yaml", "../../base", "cart", "order"]
    (mesh,) = deployed(repository, "mesh/overlays/prod", "kustomization")
    assert mesh["resources"] == ["../../base", "../../base/cart", "../../base/order"]


def test_an_environment_with_its_own_stores_gets_them_with_its_first_service(tmp_path: Path):
    text = dump_blueprint(reference()).replace(
        "namespace: shop-dev\n", "namespace: shop-dev\n      stores: cluster\n"
    )
    bp = parse_blueprint(text, "blueprint.yaml")
    for path, content in render(bp, ["delivery", "kubernetes", "mesh"]).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    assert release(tmp_path, "promote", "dev", "order", "shop/order:2").returncode == 0
    (whole,) = deployed(tmp_path, "kubernetes/overlays/dev", "kustomization")
    assert whole["resources"] == [
        "namespace.yaml",
        "../../base",
        "../../stores/postgresql",
        "../../stores/nats",
        "order",
    ]
    assert deployed(tmp_path, "kubernetes/stores/postgresql", "stateful-set")


@contextmanager
def prometheus(answers: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Answers by the record that is asked for, and keeps what it was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (query,) = parse_qs(urlsplit(self.path).query)["query"]
            asked.append(query)
            values = [value for record, value in answers.items() if query.startswith(record)]
            series = [{"metric": {}, "value": [0, value]} for value in values]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"data": {"result": series}}).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


FAILED, SLOW = "release:shop_requests_failed", "release:shop_requests_slow"


@pytest.mark.parametrize(
    ("answers", "bearable", "healthy"),
    [
        ({FAILED: "0.002", SLOW: "0.01"}, True, True),
        ({FAILED: "0.2", SLOW: "0.01"}, False, False),
        ({FAILED: "0.002", SLOW: "0.3"}, False, False),
        ({FAILED: "NaN", SLOW: "NaN"}, True, False),
        ({}, True, False),
    ],
    ids=["well", "failing", "slow", "without requests", "without series"],
)
def test_a_candidate_is_stopped_by_what_it_does_and_promoted_only_when_measured(
    repository: Path, answers: Mapping[str, str], *, bearable: bool, healthy: bool
):
    release(repository, "promote", "prod", "product", "shop/product@old")
    with prometheus(answers) as (url, asked):
        told = [release(repository, command, "prod", "product", server=url).returncode == 0
                for command in ("bearable", "healthy")]  # fmt: skip
    assert told == [bearable, healthy]
    assert asked[0].endswith('{namespace="shop-prod",service="product",version="v2"}')


def test_a_delivery_is_watched_as_a_whole_and_may_be_silent_where_nobody_buys(repository: Path):
    release(repository, "promote", "prod", "order", "shop/order@new")
    with prometheus({}) as (url, asked):
        assert release(repository, "settled", "prod", "order", server=url).returncode == 0
    assert asked[0].startswith("service:")
    assert "version" not in asked[0]
    with prometheus({"service:shop_requests_failed": "0.5"}) as (url, _):
        assert release(repository, "settled", "prod", "order", server=url).returncode != 0


def test_what_a_delivery_asks_for_is_recorded():
    recorded = render(with_canary(), ["observability"])["observability/prometheus/rules.yaml"]
    for level in ("service", "release"):
        for name in ("failed", "slow"):
            assert f"record: {level}:shop_requests_{name}:ratio_rate5m" in recorded


def test_a_release_stops_where_nobody_can_be_asked(repository: Path):
    release(repository, "promote", "prod", "product", "shop/product@old")
    assert release(repository, "healthy", "prod", "product").returncode != 0
