"""The published schema accepts what we accept, and refuses what has the wrong shape."""

import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from content.messages import Language, messages
from content.monolith import partition_names
from decomposer.documents import DocumentError
from exercises.base import base_blueprint
from generators.blueprint import dump_blueprint, json_schema, parse_blueprint
from tests.shops import monolith, reference
from tests.unit.generators.blueprint.test_blueprint_advice import CASES as ADVICE_CASES
from tests.unit.generators.blueprint.test_blueprint_rules import BASE
from tests.unit.generators.blueprint.test_blueprint_rules import CASES as RULE_CASES
from workbench.usecases.partitions import services_only

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

WELL_FORMED = {
    **{f"rule {code}": case[0] for code, case in RULE_CASES.items()},
    **{f"advice {code}": case[0] for code, case in ADVICE_CASES.items()},
    **{f"partition {name}": services_only(name, name="shop") for name in partition_names()},
    "course": base_blueprint(),
    "reference": dump_blueprint(reference()),
    "monolith": dump_blueprint(monolith()),
}

MALFORMED = {
    "unknown section": f"{BASE}gatway: {{}}\n",
    "unknown key inside": f"{BASE}gateway: {{routs: []}}\n",
    "no services": "name: shop\n",
    "empty services": "name: shop\nservices: {}\n",
    "service without modules": "name: shop\nservices: {order: {team: a}}\n",
    "name in capitals": "name: Shop\nservices: {order: {modules: [orders]}}\n",
    "service name that is no label": "name: shop\nservices: {Order_1: {modules: [orders]}}\n",
    "name that is too long": f"name: shop\nservices: {{{'s' * 41}: {{modules: [orders]}}}}\n",
    "unknown store": "name: shop\nservices: {order: {modules: [orders], store: oracle}}\n",
    "no replicas": "name: shop\nservices: {order: {modules: [orders], replicas: 0}}\n",
    "text for a number": f"{BASE}objectives: {{users: many}}\n",
    "more than all": f"{BASE}mesh: {{faults: {{order: {{delay_ms: 9, percent: 101}}}}}}\n",
    "prefix without a slash": f"{BASE}gateway: {{routes: [{{prefix: x, service: order}}]}}\n",
    "header in capitals": f"{BASE}gateway: {{response_headers: {{X-Note: a}}}}\n",
    "another format": f"format_version: 2\n{BASE}",
    "a list of services": "name: shop\nservices: [order]\n",
}


def refused(text: str) -> bool:
    return not VALIDATOR.is_valid(yaml.safe_load(text))


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", WELL_FORMED)
def test_what_has_the_right_shape_is_accepted(name: str):
    assert not refused(WELL_FORMED[name])


@pytest.mark.parametrize("name", MALFORMED)
def test_what_has_a_wrong_shape_is_refused(name: str):
    assert refused(MALFORMED[name])
    with pytest.raises(DocumentError):
        parse_blueprint(MALFORMED[name], "blueprint.yaml")


def described(schema: dict) -> dict[str, str]:
    """Every description, by the key of its words."""
    found = {}
    for name, part in {"Blueprint": schema, **schema["$defs"]}.items():
        found[f"schema-{name}"] = part["description"]
        for key, held in part["properties"].items():
            found[f"schema-{name}-{key}"] = held["description"]
    return found


@pytest.mark.parametrize("language", list(Language))
def test_every_section_every_class_and_every_key_is_described_and_nothing_else(language: Language):
    found = described(json_schema(language))
    assert set(found) == messages(language, "schema").keys()
    russian = re.compile("[а-я]")
    for key, sentence in found.items():
        assert bool(russian.search(sentence)) == (language is Language.RU), key


def test_the_language_changes_nothing_but_descriptions():
    def bare(node):
        if isinstance(node, list):
            return [bare(each) for each in node]
        if not isinstance(node, dict):
            return node
        return {
            key: bare(value)
            for key, value in node.items()
            if not (key == "description" and isinstance(value, str))
        }

    assert bare(json_schema(Language.RU)) == bare(SCHEMA)


def test_no_key_is_closed_by_accident():
    for name, part in SCHEMA["$defs"].items():
        assert "title" not in part, name
        if "patternProperties" in part:
            assert part["additionalProperties"] is False
