"""What the console's “beside the monolith” stands on."""

import pytest

from workbench.bootstrap import workbench_here
from workbench.usecases import measuring

pytestmark = [pytest.mark.live, pytest.mark.long]


def test_both_cuts_answer_the_same_requests_and_only_one_crosses_the_network(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(measuring, "WARM_S", 1.0)
    monkeypatch.setattr(measuring, "MEASURED_S", 5.0)
    laboratory = workbench_here(tmp_path).laboratory
    begun: list[str] = []
    try:
        whole, apart = laboratory.measure(
            ("monolith", "reference"), 20, begun.append, lambda: False
        )
        assert laboratory.status().up
    finally:
        laboratory.down()
    assert begun == ["monolith", "reference"]
    assert (whole.services, apart.services) == (1, 11)
    assert apart.memory_mb > whole.memory_mb > 0
    assert {each.name for each in whole.endpoints} & {each.name for each in apart.endpoints}
    assert not any(each.hops for each in whole.endpoints)
    assert any(each.hops for each in apart.endpoints)


def test_what_is_stopped_starts_no_further_cut(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "state"))
    laboratory = workbench_here(tmp_path).laboratory
    assert laboratory.measure(("monolith",), 20, lambda _: None, lambda: True) == ()
    assert not laboratory.status().up
