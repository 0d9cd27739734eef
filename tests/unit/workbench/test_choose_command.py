"""`workbench blueprint choose`: one value is another, and nothing else in the file is."""

import json

import pytest

from generators.blueprint import dump_blueprint
from generators.blueprint.options import options
from tests.shops import reference

REMARK = "  # ours since the outage in May"


@pytest.fixture
def shop(tmp_path):
    text = dump_blueprint(reference()).replace("broker: nats", f"broker: nats{REMARK}")
    assert REMARK in text
    (tmp_path / "blueprint.yaml").write_text(text, "utf-8")
    return tmp_path


def blueprint_of(shop):
    return (shop / "blueprint.yaml").read_text("utf-8")


def test_what_the_whole_shop_shares_is_listed_and_on_request_the_rest(run, shop):
    listed = json.loads(run("blueprint", "choose", "--json", cwd=shop).out)
    places = [one["place"] for one in listed]
    assert {"events.broker", "transactions.checkout", "mesh.mode"} <= set(places)
    assert not any(place.startswith("services.") for place in places)
    every = json.loads(run("blueprint", "choose", "--all", "--json", cwd=shop).out)
    assert [one["place"] for one in every][: len(places)] == places
    assert len(every) == len(options(reference()))


def test_a_choice_is_written_and_everything_else_stays(run, shop):
    before = blueprint_of(shop)
    told = run("blueprint", "choose", "events.broker", "kafka", cwd=shop)
    assert told.code == 0
    assert "events.broker  nats → kafka" in told.out
    assert "What can go wrong now and could not before:" in told.out
    expected = before.replace(f"broker: nats{REMARK}", f"broker: kafka{REMARK}")
    assert blueprint_of(shop) == expected


def test_a_plan_tells_the_same_and_writes_nothing(run, shop):
    before = blueprint_of(shop)
    planned = run("blueprint", "choose", "mesh.mode", "ambient", "--plan", "--json", cwd=shop)
    assert blueprint_of(shop) == before
    made = run("blueprint", "choose", "mesh.mode", "ambient", "--json", cwd=shop)
    told, done = json.loads(planned.out), json.loads(made.out)
    assert told.pop("written") is False
    assert done.pop("written") is True
    assert told == done


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("events.broker", "kafak", "Did you mean “kafka”?"),
        ("event.broker", "kafka", "Did you mean “events.broker”?"),
        ("transactions.checkout", "acid", "inventory, order, payment, shipping"),
        ("services.nobody.store", "mongodb", "There is nothing to choose"),
    ],
)
def test_what_cannot_be_chosen_is_told_and_nothing_is_written(run, shop, place, value, said):
    before = blueprint_of(shop)
    told = run("blueprint", "choose", place, value, cwd=shop)
    assert told.code == 2
    assert said in told.err
    assert blueprint_of(shop) == before


def test_a_section_that_the_course_has_not_reached_is_written_with_its_defaults(run, tmp_path):
    run("init", "shop", cwd=tmp_path)
    shop = tmp_path / "shop"
    before = blueprint_of(shop)
    run("blueprint", "choose", "events.broker", "kafka", cwd=shop)
    assert blueprint_of(shop).startswith(before)
    told = json.loads(run("blueprint", "choose", "events.broker", "--json", cwd=shop).out)
    assert told["value"] == "kafka"
    assert run("blueprint", "check", cwd=shop).code == 0


def test_a_choice_is_explained_with_its_values(run, shop):
    told = run("blueprint", "choose", "events.broker", cwd=shop)
    assert "● nats" in told.out
    assert "○ sns-sqs" in told.out
