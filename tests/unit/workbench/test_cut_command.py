"""`workbench decompose cut` and `import edges`, from outside."""

import json

import pytest

from decomposer.importers.traced_calls import MOST

CLIQUES = "".join(
    f"n{8 * k + i} n{8 * k + j}\n" for k in range(5) for i in range(8) for j in range(i)
)


@pytest.fixture
def listed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edges.txt").write_text(CLIQUES)
    return tmp_path


def test_cut_finds_the_groups_and_writes_them(run, listed):
    told = run("decompose", "cut", "edges.txt", "--out", "groups.tsv")
    assert told.code == 0, told.out
    groups = dict(line.split("\t") for line in (listed / "groups.tsv").read_text().splitlines())
    assert len(groups) == 40
    assert all(groups[f"n{n}"] == groups[f"n{n - n % 8}"] for n in range(40))


def test_cut_from_an_earlier_cut_says_how_many_moved(run, listed):
    run("decompose", "cut", "edges.txt", "--out", "groups.tsv")
    found = json.loads(run("decompose", "cut", "edges.txt", "--start", "groups.tsv", "--json").out)
    assert (found["groups"], found["moved"], found["nodes"]) == (5, 0, 40)
    assert found["shorter"] > 0


def test_a_cut_that_is_there_is_not_written_over(run, listed):
    run("decompose", "cut", "edges.txt", "--out", "groups.tsv")
    before = (listed / "groups.tsv").read_text()
    again = run("decompose", "cut", "edges.txt", "--out", "groups.tsv")
    assert again.code != 0
    assert (listed / "groups.tsv").read_text() == before


def test_a_list_of_chance_says_so(run, listed):
    (listed / "star.txt").write_text("".join(f"hub n{i}\n" for i in range(30)))
    found = json.loads(run("decompose", "cut", "star.txt", "--json").out)
    assert (found["groups"], found["shorter"], found["resolution"]) == (1, 0, None)


def test_bad_lines_are_shown_with_their_places(run, listed):
    (listed / "odd.txt").write_text("a b\nb\na a\n")
    told = run("decompose", "cut", "odd.txt")
    assert told.code == 0
    assert "odd.txt:2:1" in told.out


def test_a_short_list_is_imported_as_a_graph(run, listed):
    told = run("decompose", "import", "edges", "edges.txt")
    assert told.code == 0, told.out
    assert (listed / "graph.yaml").exists()
    assert run("decompose", "propose", "graph.yaml").code == 0


def test_call_volumes_are_cut_as_they_are(run, listed):
    volumes = {line.replace(" ", "--"): 3 for line in CLIQUES.splitlines()}
    (listed / "volume.json").write_text(json.dumps(volumes | {"ROOT--n1": 9, "n1--n1": 2}))
    found = json.loads(run("decompose", "cut", "volume.json", "--json").out)
    assert (found["groups"], found["nodes"], found["edges"]) == (5, 40, 140)
    (listed / "volume.json").write_text('{"n1--n1": 2}')
    refused = run("decompose", "cut", "volume.json")
    assert refused.code == 2
    assert refused.err.startswith("volume.json")


def test_more_calls_than_a_graph_file_is_good_for_are_refused_before_it_is_made(run, listed):
    (listed / "bcs.json").write_text('{"A": ["u"]}')
    calls = ",".join(f'"A--B{number}": 1' for number in range(MOST + 1))
    (listed / "volume.json").write_text(f"{{{calls}}}")
    refused = run("decompose", "import", "mono2micro", "bcs.json", "volume.json")
    assert refused.code == 2
    assert f"{MOST + 1} pairs of classes" in refused.err
    assert "decompose cut" in refused.err
    assert not (listed / "graph.yaml").exists()
