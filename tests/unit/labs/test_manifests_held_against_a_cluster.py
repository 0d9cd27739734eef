import pytest

from generators.checker.composing import documents
from labs.kubernetes.declared import declared
from labs.kubernetes.errors import TooOldError
from labs.kubernetes.fields import place_of
from labs.kubernetes.verifying import Verdict, verify
from labs.kubernetes.versions import supported_version
from tests.kubernetes.api_server import ApiServer, status
from tests.kubernetes.ways_in import straight_to

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  selector:
    app: orders
  ports:
    - name: http
      port: 80
"""
KUSTOMIZATION = """\
namespace: shop-dev
resources:
  - ../../base
patches:
  - target: {kind: Service}
    patch: |-
      - op: replace
        path: /spec/ports/0/port
        value: eighty
"""
FILES = {
    "kubernetes/base/kustomization.yaml": "resources: [service.yaml]\n",
    "kubernetes/base/service.yaml": SERVICE,
    "kubernetes/overlays/dev/kustomization.yaml": KUSTOMIZATION,
}
ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop-dev}
"""
AT = "/api/v1/namespaces/shop-dev/services/orders"


@pytest.fixture
def api() -> ApiServer:
    server = ApiServer()
    server.namespace("shop-dev")
    server.namespace("default")
    return server


@pytest.fixture
def cluster(api):
    with straight_to(api) as found:
        yield found


def answers(cluster, files):
    return list(verify(cluster, declared(files)))


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("metadata.name", 4),
        ("spec.ports[0].port", 10),
        ("spec.ports[0]", 9),
        ("spec.selector[app]", 7),
        ("spec.ports[0].targetPort", 9),
        ("spec.ports[4].port", 8),
        ("", 1),
    ],
)
def test_a_field_stands_where_it_is_written_and_a_missing_one_where_it_should(field, line):
    (body,) = documents("service.yaml", SERVICE, lambda *_: None)
    assert place_of(body, field).line == line


def test_what_the_cluster_takes_is_accepted_and_nothing_is_changed(cluster, api):
    before = dict(api.objects)
    (answer,) = answers(cluster, {"orders.yaml": SERVICE})
    assert answer.verdict is Verdict.ACCEPTED
    assert api.objects == before


def test_a_refused_field_is_told_where_the_patch_of_the_overlay_writes_it(cluster):
    (answer,) = answers(cluster, FILES)
    assert (answer.verdict, answer.field) == (Verdict.REFUSED, "spec.ports[0].port")
    assert answer.place.file == "kubernetes/overlays/dev/kustomization.yaml"
    assert "eighty" in answer.message


def test_each_cause_of_a_refusal_is_an_answer_of_its_own(cluster, api):
    causes = [
        {"reason": "FieldValueInvalid", "message": "Invalid value: 80", "field": "spec.ports[0]"},
        {"reason": "FieldValueRequired", "message": "Required value", "field": "spec.selector"},
    ]
    api.refusals[AT.replace("shop-dev", "default")] = status(
        422, "Invalid", "Service is invalid", name="orders", kind="Service", causes=causes
    )
    text = SERVICE.replace("name: orders\n", "name: orders\n  namespace: default\n", 1)
    found = answers(cluster, {"orders.yaml": text})
    assert [(a.place.line, a.message) for a in found] == [
        (10, "Invalid value: 80"),
        (7, "Required value"),
    ]


def test_what_quota_or_policy_forbids_is_refused_and_the_rest_is_asked_all_the_same(cluster, api):
    text = SERVICE.replace("name: orders\n", "name: orders\n  namespace: shop-dev\n", 1)
    message = 'services "orders" is forbidden: exceeded quota: small, requested: services=1'
    api.refusals[AT] = status(403, "Forbidden", message, name="orders", kind="services")
    other = text.replace("name: orders\n", "name: payments\n", 1)
    found = answers(cluster, {"a.yaml": text, "b.yaml": other})
    assert [a.verdict for a in found] == [Verdict.REFUSED, Verdict.ACCEPTED]
    assert (found[0].place.line, found[0].message) == (4, message)


def test_a_kind_that_the_cluster_does_not_serve_is_not_judged(cluster):
    (answer,) = answers(cluster, {"mesh.yaml": ROUTE})
    assert (answer.verdict, answer.place.line) == (Verdict.NOT_SERVED, 2)


def test_objects_of_a_namespace_that_is_still_to_come_are_asked_about_in_another(cluster, api):
    text = SERVICE.replace("name: orders\n", "name: orders\n  namespace: shop-new\n", 1)
    (answer,) = answers(cluster, {"orders.yaml": text})
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.stood_in
    assert answer.object.namespace == "shop-new"


@pytest.mark.parametrize(("version", "old"), [("v1.29.8", True), ("v1.30.0", False)])
def test_a_cluster_older_than_what_the_manifests_use_is_refused(cluster, api, version, old):
    api.version = version
    if old:
        with pytest.raises(TooOldError):
            supported_version(cluster)
    else:
        assert supported_version(cluster) == version
