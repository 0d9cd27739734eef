"""A change of choices: what is another, and which failure modes come and go."""

from typing import get_args

import pytest

from content.choices import failure_modes
from content.messages import Language, messages
from exercises.base import base_blueprint
from generators.blueprint import parse_blueprint
from generators.blueprint.communication import Discovery, Style
from generators.blueprint.deployment import Cloud, Ingress
from generators.blueprint.events import Broker
from generators.blueprint.mesh import MeshMode, Mtls
from generators.blueprint.services import Store
from generators.blueprint.transactions import Checkout
from generators.choices import changes, failure_mode_changes

CHOICES = {
    "events.broker": Broker,
    "mesh.mode": MeshMode,
    "mesh.mtls": Mtls,
    "communication.discovery": Discovery,
    "communication.edges.style": Style,
    "transactions.checkout": Checkout,
    "deployment.ingress": Ingress,
    "deployment.cloud": Cloud,
    "services.store": Store,
}


def switched(old: str, new: str):
    text = base_blueprint()
    assert old in text
    blueprints = [parse_blueprint(t, "b") for t in (text, text.replace(old, new, 1))]
    return changes(*blueprints), failure_mode_changes(*blueprints)


def test_every_value_of_every_choice_is_in_the_table():
    assert failure_modes().keys() == CHOICES.keys()
    for choice, values in CHOICES.items():
        assert set(get_args(values)) <= failure_modes()[choice].keys(), choice


@pytest.mark.parametrize("language", list(Language))
def test_every_failure_mode_says_why_and_what_guards_against_it(language):
    words = messages(language, "failure_modes")
    modes = {m for values in failure_modes().values() for row in values.values() for m in row}
    assert words.keys() == {f"mode-{m}{part}" for m in modes for part in ("", "-guard")}


def test_another_broker_brings_its_failure_modes_and_takes_the_others():
    changed, modes = switched("broker: nats", "broker: kafka")
    assert [(one.path, one.before, one.after) for one in changed] == [
        ("events.broker", "nats", "kafka")
    ]
    assert "poison-blocks-partition" in modes.come
    assert "stream-limit-discards" in modes.go


def test_a_mode_that_both_brokers_have_neither_comes_nor_goes():
    _, modes = switched("broker: nats", "broker: rabbitmq")
    assert "redelivery-reorders" not in {*modes.come, *modes.go}
    assert "memory-alarm-blocks" in modes.come


def test_a_mode_stays_while_another_choice_has_it():
    old, new = "mtls: strict", "mtls: permissive"
    changed, modes = switched(old, new)
    assert [one.path for one in changed] == ["mesh.mtls"]
    assert modes.come == ("plain-text-between",)
    assert modes.go == ("plain-callers-refused",)


def test_one_call_more_does_not_change_those_that_follow():
    old = parse_blueprint(base_blueprint(), "b")
    communication = old.communication
    assert communication
    fewer = communication.model_copy(update={"edges": communication.edges[1:]})
    changed = changes(old, old.model_copy(update={"communication": fewer}))
    first = communication.edges[0]
    assert {one.path.partition("]")[0] for one in changed} == {
        f"communication.edges[{first.caller} → {first.callee}"
    }
