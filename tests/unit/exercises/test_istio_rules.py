"""What Istio would do with a VirtualService and an AuthorizationPolicy."""

import json
from pathlib import Path

import pytest

from decomposer.documents import DocumentError
from exercises.answer import Answer
from exercises.catalogue import exercise
from exercises.containers.kubernetes_istio.canary import Measured, share_measured, testers_measured
from exercises.containers.kubernetes_istio.envoy import bootstrap
from exercises.containers.kubernetes_istio.evidence import read
from exercises.containers.kubernetes_istio.istio import AuthorizationPolicy, Rule, StringMatch
from exercises.containers.kubernetes_istio.traffic import Arrivals, shares
from exercises.containers.kubernetes_istio.workload import quantity
from exercises.fixtures import solution
from generators.render.envoy import Placement

testers_measured.__test__ = False  # a check of ours, not a test
TESTER = {"canary": "true"}


@pytest.fixture
def manifests():
    return read(Answer(solution(exercise("kubernetes-istio")).texts))


def rule(**parts):
    return Rule.model_validate(parts)


GATEWAY = {"source": {"principals": ["cluster.local/ns/production/sa/api-gateway"]}}
READS = {"operation": {"methods": ["GET"]}}


def test_caller_and_method_of_one_rule_must_both_fit():
    both = rule(**{"from": [GATEWAY], "to": [READS]})
    assert both.allows("cluster.local/ns/production/sa/api-gateway", "GET")
    assert not both.allows("cluster.local/ns/production/sa/api-gateway", "DELETE")
    assert not both.allows("cluster.local/ns/production/sa/review", "GET")


def test_rules_add_up_so_that_split_ones_let_more_in():
    policy = AuthorizationPolicy.model_validate(
        {
            "apiVersion": "security.istio.io/v1",
            "kind": "AuthorizationPolicy",
            "metadata": {"name": "x"},
            "spec": {"rules": [{"from": [GATEWAY]}, {"to": [READS]}]},
        }
    )
    assert policy.allows("cluster.local/ns/production/sa/api-gateway", "DELETE")
    assert policy.allows("anybody", "GET")
    assert not policy.allows("anybody", "POST")


def test_an_empty_rule_lets_everybody_in_and_no_rule_nobody():
    assert rule().allows("anybody", "DELETE")
    assert not AuthorizationPolicy.model_validate(
        {
            "apiVersion": "security.istio.io/v1",
            "kind": "AuthorizationPolicy",
            "metadata": {"name": "x"},
            "spec": {},
        }
    ).allows("anybody", "GET")


@pytest.mark.parametrize(
    ("match", "value", "fits"),
    [
        ({"exact": "true"}, "true", True),
        ({"exact": "true"}, "True", False),
        ({"prefix": "tr"}, "true", True),
        ({"regex": "t.*"}, "true", True),
        ({"regex": "t"}, "true", False),
        ({"exact": "true"}, None, False),
    ],
)
def test_string_matches_follow_istio(match, value, fits):
    assert StringMatch.model_validate(match).matches(value) is fits


def test_testers_go_to_v2_and_a_tenth_of_the_others(manifests):
    assert shares(manifests, TESTER) == {"v2": 1.0}
    assert shares(manifests, {}) == pytest.approx({"v1": 0.9, "v2": 0.1})


def test_envoy_gets_the_routes_in_their_order(manifests):
    placement = Placement(
        upstreams={},
        subsets={("user-service", v): [("127.0.0.1", port)] for v, port in (("v1", 1), ("v2", 2))},
        listener=("127.0.0.1", 3),
        admin=("127.0.0.1", 4),
    )
    document = json.loads(bootstrap(manifests, placement)["envoy.yaml"])
    manager = document["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]
    routes = manager["typed_config"]["route_config"]["virtual_hosts"][0]["routes"]
    assert [bool(route["match"]["headers"]) for route in routes] == [True, False]
    assert [c["weight"] for c in routes[1]["route"]["weighted_clusters"]["clusters"]] == [90, 10]


def measured(manifests, plain_v2, testers_v2):
    return Measured(
        manifests,
        Arrivals(1000, {"v1": 1000 - plain_v2, "v2": plain_v2}),
        Arrivals(200, {"v2": testers_v2, "v1": 200 - testers_v2}),
    )


@pytest.mark.parametrize(
    ("arrived", "refused"), [(61, False), (144, False), (60, True), (145, True)]
)
def test_a_share_is_refused_outside_the_stated_bounds(manifests, arrived, refused):
    assert bool(list(share_measured(measured(manifests, arrived, 200)))) is refused


def test_one_tester_on_v1_is_one_too_many(manifests):
    found = list(testers_measured(measured(manifests, 100, 199)))
    assert [finding.code for finding in found] == ["canary-header-missed"]
    assert "199 reached v2" in found[0].evidence


@pytest.mark.parametrize(
    ("text", "value"), [("250m", 0.25), ("512Mi", 512 * 2**20), ("1", 1.0), ("1Gb", None)]
)
def test_quantities_are_read_as_kubernetes_reads_them(text, value):
    assert quantity(text) == value


def test_every_broken_manifest_is_reported_at_once():
    texts = dict(solution(exercise("kubernetes-istio")).texts)
    texts["kubernetes/service.yaml"] = "kind: [\n"
    texts["mesh/virtual-service.yaml"] = "kind: Service\n"
    with pytest.raises(DocumentError) as caught:
        read(Answer(texts))
    files = {Path(problem.file).name for problem in caught.value.problems}
    assert files == {"service.yaml", "virtual-service.yaml"}
