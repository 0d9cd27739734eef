"""`workbench decompose cut` and `import edges`, from outside."""

import json

import pytest

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
