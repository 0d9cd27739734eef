"""Cuts of entities from experts' files and from boundaries, and who changed the entities."""

import json

import pytest

from decomposer.documents import DocumentError
from decomposer.importers.clusters import load_authors, load_entity_cut

ENTITIES = {"1": "VirtualEdition", "2": "LdoD", "7": "Tweet"}


@pytest.fixture
def cut(tmp_path):
    def cut(data, name="expert.json"):
        path = tmp_path / name
        path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1))
        return load_entity_cut(path, ENTITIES)

    return cut


def problems(read, *given: object):
    with pytest.raises(DocumentError) as caught:
        read(*given)
    return [(p.code, p.line, p.value, p.suggestion) for p in caught.value.problems]


def test_experts_name_entities_or_number_them_and_may_leave_some_out(cut):
    named = cut({"clusters": {"Text": ["VirtualEdition", "Tweet"], "None": []}})
    assert named.services == {"Text": ("VirtualEdition", "Tweet")}
    assert cut({"clusters": {"Text": ["1", 7]}}).services == named.services


def test_boundaries_of_the_imported_graph_are_a_cut_of_its_entities(cut):
    text = "services:\n  text: [virtual-edition, ldo-d]\n  twitter: [tweet]\n"
    assert cut(text, "cut.yaml").services == {
        "text": ("VirtualEdition", "LdoD"),
        "twitter": ("Tweet",),
    }


def test_every_wrong_entity_is_found_where_it_stands(cut):
    wrong = {"clusters": {"a": ["Tweet", "Tweets"], "b": ["Tweet", 9]}}
    assert problems(cut, wrong) == [
        ("module-unknown", 5, "Tweets", "Tweet"),
        ("module-twice", 8, "Tweet", None),
        ("module-unknown", 9, "9", None),
    ]
    assert problems(cut, {"clusters": {"a": []}}) == [("no-services", 2, "", None)]
    assert problems(cut, {"cluster": {}})[0][0] == "missing-key"


def test_authors_go_to_the_entities_they_changed(tmp_path):
    path = tmp_path / "authors.json"
    path.write_text('{"LdoD": ["ann", "bob", "ann"], "7": ["cid"]}')
    assert load_authors(path, ENTITIES) == {"LdoD": {"ann", "bob"}, "Tweet": {"cid"}}
    path.write_text('{"Tweets": ["ann"]}')
    assert problems(load_authors, path, ENTITIES) == [("module-unknown", 1, "Tweets", "Tweet")]
