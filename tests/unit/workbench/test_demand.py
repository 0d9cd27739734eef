"""How much traffic a number of users makes."""

import pytest

from workbench.usecases.founding import create_workspace
from workbench.usecases.loads import THINK_TIME_S, demand_of_users, think_time_s


def test_users_send_as_often_as_they_have_thought():
    demand = demand_of_users(20_000, 10.0, 30.0)
    assert (demand.rps, demand.users, demand.seconds) == (2_000, 20_000, 30)


@pytest.mark.parametrize(("section", "expected"), [("", THINK_TIME_S), ("think_time_s: 4", 4.0)])
def test_users_think_as_long_as_the_learners_blueprint_says(tmp_path, section, expected):
    workspace = create_workspace(tmp_path / "shop")
    if section:
        text = workspace.blueprint.read_text(encoding="utf-8")
        workspace.blueprint.write_text(f"{text}\nobjectives:\n  {section}\n", encoding="utf-8")
    assert think_time_s(workspace) == expected


def test_without_a_blueprint_they_think_as_the_course_has_it():
    assert think_time_s(None) == THINK_TIME_S
