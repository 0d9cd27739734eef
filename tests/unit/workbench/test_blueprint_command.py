"""`workbench blueprint`, and what `generate` says of a blueprint that works and will hurt."""

import json

import pytest
import yaml

CALLS_ITSELF_BACK = """
communication:
  edges:
    - {caller: a, callee: b, timeout_ms: 9}
    - {caller: b, callee: a, timeout_ms: 9}
"""


@pytest.fixture
def shop(run, tmp_path):
    run("init", "shop")
    return tmp_path / "shop"


@pytest.fixture
def circle(shop):
    head = "name: shop\nservices: {a: {modules: [x]}, b: {modules: [y]}}\n"
    (shop / "blueprint.yaml").write_text(head + CALLS_ITSELF_BACK, encoding="utf-8")
    return shop


def test_a_fresh_blueprint_has_no_errors_and_no_warnings(run, shop):
    told = run("blueprint", "check", cwd=shop)
    assert told.code == 0
    assert "warnings: 0" in told.out


def test_a_warning_fails_nothing(run, circle):
    told = run("blueprint", "check", cwd=circle)
    assert told.code == 0
    assert "blueprint.yaml:6:7: warning: " in told.out
    answer = json.loads(run("blueprint", "check", "--json", cwd=circle).out)
    assert answer["sound"]
    assert [problem["code"] for problem in answer["problems"]] == ["sync-cycle"]


def test_an_error_fails_and_is_told_alone(run, circle):
    blueprint = circle / "blueprint.yaml"
    text = blueprint.read_text(encoding="utf-8").replace("caller: b", "caller: c")
    blueprint.write_text(text, encoding="utf-8")
    told = run("blueprint", "check", cwd=circle)
    assert told.code == 1
    assert "blueprint.yaml:7:16: " in told.out
    assert "warning" not in told.out
    answer = json.loads(run("blueprint", "check", "--json", cwd=circle).out)
    assert not answer["sound"]
    assert answer["problems"][0]["expected"] == ["a", "b"]


def test_generate_warns_beside_its_answer(run, circle):
    told = run("generate", "--only", "compose", "--json", cwd=circle)
    assert told.code == 0
    assert "blueprint.yaml:6:7: warning: " in told.err
    assert json.loads(told.out)["new"]


def test_a_new_folder_has_the_schema_and_the_blueprint_names_it(shop):
    first = (shop / "blueprint.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    schema = json.loads((shop / first.partition("=")[2]).read_text(encoding="utf-8"))
    assert "services" in schema["properties"]


def test_the_schema_is_printed_and_put_back_where_it_is_missing(run, circle):
    printed = run("blueprint", "schema", cwd=circle)
    assert "services" in json.loads(printed.out)["properties"]
    before = yaml.safe_load((circle / "blueprint.yaml").read_text(encoding="utf-8"))
    (circle / ".workbench" / "blueprint.schema.json").unlink()
    for _ in range(2):
        assert run("blueprint", "schema", "--write", cwd=circle).code == 0
    text = (circle / "blueprint.yaml").read_text(encoding="utf-8")
    assert text.count("yaml-language-server") == 1
    assert yaml.safe_load(text) == before
    assert (circle / ".workbench" / "blueprint.schema.json").is_file()


def test_the_modeline_survives_other_boundaries(run, shop):
    assert run("decompose", "adopt", "--boundaries", "reference", cwd=shop).code == 0
    text = (shop / "blueprint.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
