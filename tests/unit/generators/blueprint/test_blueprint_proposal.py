"""A proposal is complete, valid, and survives writing and reading."""

import jsonschema
import pytest
import yaml

from decomposer.documents import DocumentError
from generators.blueprint import dump_blueprint, json_schema, new_blueprint, parse_blueprint
from tests.shops import MODULES, monolith, reference


def test_a_proposal_reads_back_as_it_was_written():
    text = dump_blueprint(reference())
    again = parse_blueprint(text, "blueprint.yaml", modules=MODULES)
    assert again == reference()
    assert dump_blueprint(again) == text


def test_every_module_has_its_route():
    gateway = reference().gateway
    assert gateway is not None
    assert {route.module for route in gateway.routes} == set(MODULES)


def test_services_apart_get_a_saga_and_services_together_a_transaction():
    apart, together = reference().transactions, monolith().transactions
    assert apart is not None
    assert apart.saga is not None
    assert [step.service for step in apart.saga.steps] == [
        "order",
        "inventory",
        "payment",
        "shipping",
        "order",
    ]
    assert together is not None
    assert together.checkout == "acid"


def test_a_monolith_has_neither_edges_nor_topics():
    bp = monolith()
    assert bp.communication is not None
    assert bp.communication.edges == ()
    assert bp.events is None


def test_calls_between_modules_become_edges_between_services():
    communication = reference().communication
    assert communication is not None
    assert ("cart", "product") in {(e.caller, e.callee) for e in communication.edges}


def test_a_partition_with_a_module_twice_is_refused():
    with pytest.raises(DocumentError, match="module-twice"):
        new_blueprint({"a": ["orders"], "b": ["orders"]}, "shop", {})


def test_a_proposal_fits_the_json_schema():
    validator = jsonschema.Draft202012Validator(json_schema())
    assert list(validator.iter_errors(yaml.safe_load(dump_blueprint(reference())))) == []


def test_the_json_schema_refuses_what_the_model_refuses():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "Shop", "services": {"a": {"modules": ["b"]}}}, json_schema())
