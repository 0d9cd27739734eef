"""Damage to a right answer is systematic: nothing that could matter is left out."""

import yaml

from exercises.mutation import mutants

TEXT = """\
steps:
  - {action: Create, retries: 2}
  - {action: Pay, timeout: 30s}
on: true
"""


def changes(kind):
    return {
        mutant.at: yaml.safe_load(mutant.text)
        for mutant in mutants("f.yaml", TEXT)
        if mutant.change == kind
    }


def test_every_key_and_item_is_removed_once():
    assert set(changes("remove")) == {
        "f.yaml:steps",
        "f.yaml:steps.0",
        "f.yaml:steps.0.action",
        "f.yaml:steps.0.retries",
        "f.yaml:steps.1",
        "f.yaml:steps.1.action",
        "f.yaml:steps.1.timeout",
        "f.yaml:True",
    }


def test_numbers_quantities_and_switches_are_changed():
    changed = changes("number")
    assert changed["f.yaml:steps.0.retries"]["steps"][0]["retries"] == 4
    assert changed["f.yaml:steps.1.timeout"]["steps"][1]["timeout"] == "60s"
    assert changed["f.yaml:True"][True] is False


def test_neighbours_are_swapped():
    swapped = changes("swap")["f.yaml:steps.0"]["steps"]
    assert [step["action"] for step in swapped] == ["Pay", "Create"]


def test_no_mutant_equals_the_original():
    original = yaml.safe_load(TEXT)
    assert all(yaml.safe_load(mutant.text) != original for mutant in mutants("f.yaml", TEXT))
