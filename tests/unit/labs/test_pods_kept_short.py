import pytest

from labs.kubernetes.allowance import cores, limited, unlimited

BURSTABLE = {
    "limits": {"cpu": "500m", "memory": "256Mi"},
    "requests": {"cpu": "100m", "memory": "128Mi"},
}
GUARANTEED = {
    "limits": {"cpu": "1", "memory": "256Mi"},
    "requests": {"cpu": "1", "memory": "256Mi"},
}


def test_only_what_is_named_is_limited_and_no_more_is_asked_for_than_allowed():
    found = limited(BURSTABLE, 0.05, None)
    assert found["limits"] == {"cpu": "50m", "memory": "256Mi"}
    assert found["requests"] == {"cpu": "25m", "memory": "128Mi"}
    assert limited(BURSTABLE, 0.4, None)["requests"] == BURSTABLE["requests"]
    found = limited(BURSTABLE, None, 64)
    assert found["limits"] == {"cpu": "500m", "memory": "64Mi"}
    assert found["requests"] == {"cpu": "100m", "memory": "32Mi"}


def test_a_pod_stays_in_its_class_of_service():
    both = limited(GUARANTEED, 0.05, 64)
    assert both["limits"] == both["requests"]
    other = limited(BURSTABLE, 0.05, 64)
    assert other["limits"] != other["requests"]


def test_a_limit_that_no_design_has_is_lifted_as_far_as_that_goes():
    server = {"limits": {"memory": "256Mi"}, "requests": {"cpu": "50m"}}
    assert unlimited(server, limited(server, 0.05, None))["limits"]["cpu"] == "64"
    assert unlimited(server, server) == server


@pytest.mark.parametrize(("quantity", "number"), [("250m", 0.25), ("1", 1.0), ("0.5", 0.5)])
def test_cores_are_read_as_the_api_writes_them(quantity, number):
    assert cores(quantity) == number
