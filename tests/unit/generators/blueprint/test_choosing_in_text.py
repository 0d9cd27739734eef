"""Any choice, in any layout of the document: it is what was asked for, and nothing else is."""

import pytest

from decomposer.documents import DocumentError, parse_yaml
from generators.blueprint import dump_blueprint, parse_blueprint
from generators.blueprint.choosing import with_choice
from generators.blueprint.options import options
from generators.choices import changes
from tests.shops import reference

FILE = "blueprint.yaml"
TEXT = dump_blueprint(reference())
OPTIONS = {option.meaning: option for option in options(reference())}
"""One place for each kind of choice."""


def chosen(text, place, value):
    return with_choice(parse_yaml(text, FILE), place, value)


@pytest.mark.parametrize("meaning", OPTIONS)
def test_every_value_of_a_choice_changes_it_alone_or_is_refused(meaning):
    before, option = reference(), OPTIONS[meaning]
    place, taken = option.place, 0
    for value in set(option.among) - {option.value}:
        try:
            after = parse_blueprint(chosen(TEXT, place, value), FILE)
        except DocumentError:
            continue
        taken += 1
        assert [(one.path, one.after) for one in changes(before, after)] == [(place, value)]
    assert taken or place.endswith((".auth", ".pattern", ".algorithm"))


LAYOUTS = {
    "over a value": ("events:\n  broker: nats  # why\n", "events:\n  broker: kafka  # why\n"),
    "over a quoted one": ("events: {broker: 'nats'}\n", "events: {broker: kafka}\n"),
    "before the first key": (
        "events:\n  # topics\n  topics: {}\n",
        "events:\n  # topics\n  broker: kafka\n  topics: {}\n",
    ),
    "into braces": ("events: {topics: {}}\n", "events: {broker: kafka, topics: {}}\n"),
    "into empty braces": ("events: {}\n", "events: {broker: kafka}\n"),
    "where there is nothing": ("events:\nname: x\n", "events: {broker: kafka}\nname: x\n"),
    "over a null": ("events: null\n", "events: {broker: kafka}\n"),
    "after Cyrillic": ("name: магазин\nevents: {}\n", "name: магазин\nevents: {broker: kafka}\n"),
    "as Windows ends lines": (
        "events:\r\n  topics: {}\r\n",
        "events:\r\n  broker: kafka\r\n  topics: {}\r\n",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_fits_into_the_text_as_it_is(layout):
    before, after = LAYOUTS[layout]
    assert chosen(before, "events.broker", "kafka") == after


def test_what_leads_to_a_choice_is_written_too():
    text = "mesh:\n  mtls: strict\n"
    assert chosen(text, "mesh.more.deep", "x") == "mesh:\n  more: {deep: x}\n  mtls: strict\n"


def test_in_a_list_an_item_gets_its_key():
    text = "communication:\n  edges:\n    - caller: a\n      callee: b\n"
    wanted = text.replace("- caller", "- style: async\n      caller")
    assert chosen(text, "communication.edges[a → b].style", "async") == wanted


def test_no_item_of_a_list_is_made_up():
    with pytest.raises(LookupError):
        chosen("communication: {edges: [{caller: a}]}\n", "communication.edges[x → y].style", "a")
