"""Whatever is wrong with its input, a `decompose` command says what and where, in any language."""

import gzip
import json

import click
import pytest

from content.messages import Language, messages
from workbench.cli.decompose import decompose
from workbench.usecases import imports
from workbench.usecases.failures import sentences


def module(name):
    title = {"en": name, "ru": name}
    return {"name": name, "title": title, "capability": "c", "team": "t", "scaling": "cpu"}


def case(name, calls=(), frequency=1):
    title = {"en": name, "ru": name}
    made = [{"from": a, "to": b, "access": "read"} for a, b in calls]
    return {
        "name": name,
        "title": title,
        "frequency_per_1000": frequency,
        "entry": calls[0][0] if calls else "a",
        "calls": made,
    }


def graph(names="ab", cases=(), **more: object):
    modules = [module(name) for name in names]
    return json.dumps({"name": "g", "modules": modules, "use_cases": list(cases), **more}, indent=1)


TIED = graph(cases=[case("u", ["ab"])])
TOGETHER_AND_APART = {"together": [["a", "b"], ["b", "c"]], "apart": [["a", "c"]]}
SEQUENCES = {"f": {"t": [{"id": 0, "a": [["R", 1]]}]}}

GRAPHS = {
    "": "graph.yaml: ",
    "null": "graph.yaml:1:1: ",
    "[1]": "graph.yaml:1:1: ",
    "modules: [\n - a: {\n": "graph.yaml:2:",
    "a:\n\tb: 1\n": "graph.yaml:2:1: ",
    "a: &a [*a]\n": "graph.yaml:1:",
    "[" * 20_000: "graph.yaml",
    "x: y\n" * 3: "graph.yaml:2:1: ",
    "#" + "x" * 17_000_000: "graph.yaml: ",
    graph(""): "graph.yaml:",
    graph(): "graph.yaml:",
    graph("aa", [case("u")]): "graph.yaml:",
    graph("ab", [case("u", ["aa"])]): "graph.yaml:",
    graph("ab", [case("u", ["az"])]): "graph.yaml:",
    graph("ab", [case("u", ["ab"]), case("u", ["ab"])]): "graph.yaml:",
    graph("ab", [case("u", ["ab"], frequency=-1)]): "graph.yaml:",
    graph("ab", [case("u", ["ab"], frequency=float("nan"))]): "graph.yaml:",
    graph("ab", [case("u", ["ab"], frequency=1e308)]): "graph.yaml:",
    graph("abc", [case("u", ["ab"])], constraints=TOGETHER_AND_APART): "graph.yaml:",
    graph("ab", [case("u", ["ab"])], constraints={"apart": [["a", "a"]]}): "graph.yaml:",
    graph("ab", [case("u", ["ab"])], format_version=99): "graph.yaml:",
    graph("ab", [case("u", ["ab"])], colour="red"): "graph.yaml:",
    graph(["заказ", "b"], [case("u")]): "graph.yaml:",
}
ASKED_OF_A_GRAPH = ("propose", "score", "explain", "draw", "flips", "stability", "hand-offs")

BOUNDARIES = {
    "": "cut.yaml: ",
    "services: {}\n": "cut.yaml:1:11: ",
    "services:\n  s: [a, zz]\n  t: [b]\n": "cut.yaml:2:10: ",
    "services:\n  s: [a, a]\n  t: [b]\n": "cut.yaml:2:10: ",
    "services:\n  s: [a]\n": "cut.yaml:1:1: ",
    "services:\n  s: []\n  t: [a, b]\n": "cut.yaml:2:3: ",
    "services:\n  s: [a]\n  s: [b]\n": "cut.yaml:3:3: ",
    "services:\n  1: [a, b]\n": "cut.yaml:2:",
    "services:\n  s: [[a], b]\n": "cut.yaml:2:7: ",
    "services:\n  S!: [a, b]\n": "cut.yaml:2:3: ",
}
ASKED_OF_A_CUT = ("score", "explain", "draw", "hand-offs", "forecast", "migrate")

JSON = {
    "": "x.json: ",
    "[]": "x.json:1:1: ",
    "null": "x.json:1:1: ",
    '{"a": [1,}': "x.json:1:10: ",
    '{"a": 1,\n"a": 2}': "x.json:2:1: ",
    '{"a":' * 100_000: "x.json: ",
    "{}": "x.json:1:1: ",
    '{"a": "\\ud800"}': "x.json:1:8: ",
    '{"a": NaN}': "x.json:1:",
    '{"a": ' + "9" * 5000 + "}": "x.json: ",
    '{"a": "b"}': "x.json:1:",
}
TAKEN_AS_JSON = (
    ("import", "mono2micro", "x.json", "x.json"),
    ("import", "access-sequences", "x.json", "names.json"),
    ("import", "access-sequences", "sequences.json", "x.json"),
    ("import", "service-cutter", "x.json", "x.json"),
    ("metrics", "x.json", "x.json", "x.json"),
    ("access-metrics", "sequences.json", "names.json", "x.json"),
    ("access-metrics", "x.json", "names.json", "expert.json"),
    ("access-metrics", "sequences.json", "names.json", "expert.json", "--authors", "x.json"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tied.yaml").write_text(TIED)
    (tmp_path / "names.json").write_text('{"1": "A"}')
    (tmp_path / "expert.json").write_text('{"clusters": {"all": ["A"]}}')
    (tmp_path / "sequences.json").write_text(json.dumps(SEQUENCES))
    return tmp_path


def refused(*arguments: str) -> list[str]:
    """The lines that refuse the input; fails where it is taken, or where the fault is ours."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which it is, is the question
        decompose.main(list(arguments), standalone_mode=False)
    if isinstance(caught.value, click.ClickException):
        return [caught.value.format_message()]
    (lines, ours), (russian, _) = (sentences(caught.value, messages(each)) for each in Language)
    assert not ours, lines
    assert lines
    assert len(lines) == len(russian)
    return lines


@pytest.mark.parametrize("command", ASKED_OF_A_GRAPH)
def test_a_graph_that_is_none_is_refused_where_it_is_wrong(folder, command):
    for text, place in GRAPHS.items():
        (folder / "graph.yaml").write_text(text)
        lines = refused(command, "graph.yaml")
        assert all(line.startswith("graph.yaml") for line in lines)
        assert any(line.startswith(place) for line in lines), (text[:60], lines)


@pytest.mark.parametrize("command", ASKED_OF_A_CUT)
def test_boundaries_that_are_none_are_refused_where_they_are_wrong(folder, command):
    for text, place in BOUNDARIES.items():
        (folder / "cut.yaml").write_text(text)
        lines = refused(command, "tied.yaml", "--boundaries", "cut.yaml")
        assert all(line.startswith("cut.yaml") for line in lines)
        assert any(line.startswith(place) for line in lines), (text, lines)


@pytest.mark.parametrize("command", TAKEN_AS_JSON, ids=" ".join)
def test_data_of_others_that_are_none_are_refused_where_they_are_wrong(folder, command):
    for text, place in JSON.items():
        (folder / "x.json").write_text(text)
        lines = refused(*command)
        assert all(line.startswith("x.json") for line in lines)
        assert any(line.startswith(place) for line in lines), (text[:60], lines)
    assert not (folder / "graph.yaml").exists()


@pytest.mark.parametrize("command", TAKEN_AS_JSON, ids=" ".join)
def test_what_cannot_be_read_is_named(folder, command):
    for name, content in {
        "bytes.json": b"\xff\xfe",
        "x.json.gz": b"not gzip",
        "missing": None,
    }.items():
        if content is not None:
            (folder / name).write_bytes(content)
        (line,) = refused(*(name if each == "x.json" else each for each in command))
        assert line.startswith(f"{name}: ")
    (folder / "cut.json.gz").write_bytes(gzip.compress(b'{"clusters": {}}')[:-9])
    (line,) = refused(*("cut.json.gz" if each == "x.json" else each for each in command))
    assert line.startswith("cut.json.gz: ")


@pytest.mark.parametrize(
    ("kind", "source", "told"),
    [
        ("python", "missing", "missing: There is no such folder."),
        ("python", "empty", "empty: There is no Python code"),
        ("git", "missing", "missing: "),
        ("git", "empty", "empty: "),
        ("traces", "missing", "missing: There is no such file."),
        ("traces", "empty", "empty: "),
        ("edges", "missing", "missing: "),
    ],
)
def test_a_source_without_anything_in_it_is_told_plainly(folder, kind, source, told):
    (folder / "empty").mkdir()
    first, *rest = refused("import", kind, source)
    assert first.startswith(told)
    assert all(line.startswith(f"{source}: ") for line in rest)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--move", "zz", "s"), "There is no module “zz”"),
        (
            ("--move", "a", "tt"),
            "There is no service “tt”. There are: s, t. Did you mean “t”? For a",
        ),
        (("--merge", "s", "zz"), "There is no service “zz”"),
        (("--split", ""), "There is no module “”"),
        (("--against", "reference"), "reference: “reference” is a cut of the course's shop"),
        (("--against", "nowhere"), "nowhere: There is no such file"),
    ],
)
def test_a_change_of_something_that_is_not_there_is_refused(folder, change, told):
    (folder / "cut.yaml").write_text("services:\n  s: [a]\n  t: [b]\n")
    (line,) = refused("explain", "tied.yaml", "--boundaries", "cut.yaml", *change)
    assert line.startswith(told)


def test_a_graph_that_could_not_be_read_again_is_not_written(folder, monkeypatch):
    monkeypatch.setattr(imports, "WRITTEN", 3)
    (folder / "bcs.json").write_text('{"A": ["u"], "B": ["u"], "C": ["u"]}')
    (folder / "calls.json").write_text('{"A--B": 1, "B--C": 1}')
    (line,) = refused("import", "mono2micro", "bcs.json", "calls.json")
    assert line.startswith("calls.json: The graph has 4 use cases and couplings")
    assert not (folder / "graph.yaml").exists()


def test_a_graph_in_pieces_and_one_of_another_system_are_taken(folder, capsys):
    pieces = graph("abcd", [case("u", ["ab"]), case("v", ["cd"])])
    (folder / "graph.yaml").write_text(pieces)
    for command in (
        ("propose",),
        ("score", "--boundaries", "monolith"),
        ("explain", "--boundaries", "monolith"),
    ):
        decompose.main([command[0], "graph.yaml", *command[1:]], standalone_mode=False)
    assert "Score" in capsys.readouterr().out
