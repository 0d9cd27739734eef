"""Every error, fault and invariant of the labs has words in both languages."""

from collections.abc import Iterator
from string import Formatter

import pytest

import labs.docker.errors
import labs.faults.fault
import labs.kubernetes.errors
import labs.local.errors
import labs.supervising.errors
import labs.traffic.scenarios
import labs.wiring.errors
from content.messages import messages
from content.messages.catalogue import Language
from labs.faults.fault import FAULTS
from labs.faults.payments import PAYMENT_METHODS
from labs.observe.audit import Invariant
from labs.runtime import LabError, State

LABS = [
    labs.docker.errors,
    labs.faults.fault,
    labs.kubernetes.errors,
    labs.local.errors,
    labs.supervising.errors,
    labs.traffic.scenarios,
    labs.wiring.errors,
]


def errors(kind: type[LabError] = LabError) -> Iterator[type[LabError]]:
    for error in kind.__subclasses__():
        if error.__module__.startswith("labs."):
            yield error
            yield from errors(error)


def params_of(error: type[LabError]) -> set[str]:
    code = error.__init__.__code__
    return set(code.co_varnames[1 : code.co_argcount])


@pytest.mark.parametrize("language", Language)
def test_every_error_has_a_sentence_that_its_own_data_can_fill(language):
    words = messages(language, "labs")
    for error in errors():
        text = words.text(f"lab-{error.code}", **dict.fromkeys(params_of(error), 1))
        assert text, error


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("fault", [*FAULTS, *PAYMENT_METHODS])
def test_every_fault_has_a_name_and_a_description(language, fault):
    words = messages(language, "labs")
    assert {f"fault-{fault}", f"fault-{fault}-about"} <= words.keys()


@pytest.mark.parametrize("language", Language)
def test_every_invariant_and_every_state_has_a_name(language):
    words = messages(language, "labs")
    wanted = {f"invariant-{i}" for i in Invariant} | {f"part-state-{s}" for s in State}
    assert wanted <= words.keys()


def test_both_languages_say_the_same_things_with_the_same_data():
    english, russian = (messages(language, "labs") for language in Language)
    assert english.keys() == russian.keys()
    for key in sorted(english.keys()):
        assert places(english._entries[key]) == places(russian._entries[key]), key


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
