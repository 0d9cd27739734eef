import gzip
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from content.messages import Language, messages
from decomposer.documents import DocumentError
from decomposer.importers import edges
from decomposer.importers.edges import load_edges, read_edges
from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.importers.node_groups import dump_groups, load_groups

CODES = (
    *("edge-columns-2", "edge-columns-3", "edge-nameless", "edge-weight", "edges-too-many"),
    "graph-for-edges",
)


def written(tmp_path, text, name="edges.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(path):
    """The edges by name, with their weights."""
    found = read_edges(path)
    graph, names = found.graph, found.names
    arcs = zip(graph.rows.tolist(), graph.columns.tolist(), graph.weights.tolist(), strict=True)
    return {(names[a], names[b]): weight for a, b, weight in arcs if a < b}


@pytest.mark.parametrize(
    "text",
    [
        "a b\nb c\n",
        "a,b\nb,c",
        "a;b\nb;c\n",
        "a\tb\nb\tc\n",
        "# comment\n\na  b\n  b c \n% more\n",
        "source,target\na,b\nb,c\n",
        '"a","b"\r\n"b","c"\r\n',
        "\ufeffa, b\nb ,c\n",
        "a b 1\nb c 1.0\n",
    ],
)
def test_two_names_on_a_line_are_an_edge_however_they_stand_apart(tmp_path, text):
    assert told(written(tmp_path, text)) == {("a", "b"): 1, ("b", "c"): 1}


NAMES = st.text("abc09.-é", min_size=1, max_size=10)


@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=30), st.sampled_from([",", "\t", " "])
)
def test_short_names_and_long_ones_make_the_same_edges(tmp_path_factory, pairs, mark):
    assume(any(a != b for a, b in pairs))
    folder = tmp_path_factory.mktemp("names")
    short = written(folder, "".join(f"{a}{mark}{b}\n" for a, b in pairs), "short.txt")
    longer = "".join(f"{a}-so-much-longer{mark}{b}-so-much-longer\n" for a, b in pairs)
    long = written(folder, longer, "long.txt")
    stems = [name.removesuffix("-so-much-longer") for name in read_edges(long).names]
    assert list(read_edges(short).names) == stems
    assert list(told(short).values()) == list(told(long).values())


def test_names_keep_their_numbers_from_block_to_block(tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "BLOCK", 8)
    monkeypatch.setattr(edges, "AT_ONCE", 3)
    text = "a,b\nb,c\nc,longer-than-eight\na,c\nb,a\nd,b\nd,a\n"
    assert told(written(tmp_path, text)) == {
        ("a", "b"): 2,
        ("b", "c"): 1,
        ("c", "longer-than-eight"): 1,
        ("a", "c"): 1,
        ("b", "d"): 1,
        ("a", "d"): 1,
    }


def test_packed_lists_are_read_as_well(tmp_path):
    assert told(written(tmp_path, gzip.compress(b"a b\n"), "edges.txt.gz")) == {("a", "b"): 1}


def test_repeated_edges_add_up_and_loops_are_left_out_and_both_are_told(tmp_path):
    path = written(tmp_path, "a b 2\nb a 3\na b 1\nc c 9\nb c 1\n")
    assert told(path) == {("a", "b"): 6, ("b", "c"): 1}
    gaps = {gap.code: dict(gap.params) for gap in read_edges(path).gaps}
    assert gaps["edges-read"] == {"edges": 2, "nodes": 3}
    assert gaps["edges-repeated"] == {"edges": 2}
    assert gaps["edges-loops"] == {"edges": 1}


def test_bad_lines_are_located_and_the_others_used(tmp_path):
    lines = [b"a,b,1", b"b,c", b"b,,2", b"b,c,-1", b"b,c,x", b"b,\xff,1", b"b,d,nan", b"b,e,4"]
    path = written(tmp_path, b"\n".join(lines))
    assert told(path) == {("a", "b"): 1, ("b", "e"): 4}
    assert [(problem.line, problem.code) for problem in read_edges(path).skipped] == [
        (2, "edge-columns-3"),
        (3, "edge-nameless"),
        (4, "edge-weight"),
        (5, "edge-weight"),
        (6, "not-utf8"),
        (7, "edge-weight"),
    ]


def test_of_very_many_bad_lines_the_first_are_located_and_the_rest_counted(tmp_path):
    found = read_edges(written(tmp_path, "a b\n" + "c\n" * 80))
    assert [problem.line for problem in found.skipped] == list(range(2, 52))
    assert {"lines": 30} in [dict(gap.params) for gap in found.gaps if gap.code == "lines-more"]


def test_lines_keep_their_numbers_from_block_to_block(tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "BLOCK", 16)
    found = read_edges(written(tmp_path, "a b\n" * 40 + "c\n" + "a c\n" * 40))
    assert [problem.line for problem in found.skipped] == [41]
    assert found.graph.total == 2 * 80


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "one\n", "a b c d\n"])
def test_a_file_without_edges_is_refused_plainly(tmp_path, text):
    with pytest.raises(DocumentError) as caught:
        read_edges(written(tmp_path, text))
    assert "no-edges" in [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("graph.yaml", b"modules:\n  name: a\n", "graph-for-edges"),
        ("missing.txt", None, "file-not-found"),
        ("folder", None, "file-unreadable"),
        ("broken.gz", b"no gzip at all", "file-unreadable"),
        ("short.gz", gzip.compress(b"a b\n" * 1000, mtime=0)[:-9], "file-unreadable"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, code):
    (tmp_path / "folder").mkdir()
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_edges(path)
    assert [problem.code for problem in caught.value.problems] == [code]


@given(st.binary(max_size=300))
def test_whatever_bytes_there_are_it_is_edges_or_located_problems(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("any"), content + b"\na b\n")
    with suppress(DocumentError):
        found = read_edges(path)
        assert len(found.names) == found.graph.count


def test_progress_is_told_in_bytes_up_to_all_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "BLOCK", 64)
    heard = []
    path = written(tmp_path, "a b\n" * 100)
    read_edges(path, lambda done, of: heard.append((done, of)))
    assert len(heard) > 3
    assert heard[-1] == (400, 400)


def test_a_short_list_becomes_a_graph_that_can_be_read_again(tmp_path):
    found = load_edges(written(tmp_path, "Order,Stock,3\nStock,Order,2\nOrder,Pay,1\n", "shop.csv"))
    assert found.graph.name == "shop"
    assert [(d.source, d.target, d.count) for d in found.graph.dependencies] == [
        ("order", "stock", 5),
        ("order", "pay", 1),
    ]
    assert parse_graph(dump_graph(found.graph), "graph.yaml").graph == found.graph
    assert {"modules-untold", "nothing-apart"} <= {gap.code for gap in found.gaps}


def test_a_list_too_long_for_a_graph_file_is_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "AS_GRAPH", 1)
    with pytest.raises(DocumentError) as caught:
        load_edges(written(tmp_path, "a b\nb c\n"))
    [problem] = caught.value.problems
    assert problem.code == "edges-too-many"
    assert "decompose cut" in messages(Language.EN).text("problem-edges-too-many", **problem.params)


def test_a_cut_that_was_written_can_be_started_from(tmp_path):
    names, labels = ("a", "b", "c d"), np.array([0, 1, 0], dtype=np.int32)
    path = written(tmp_path, dump_groups(names, labels))
    found = load_groups(path, ("c d", "a", "new", "b"))
    assert found[0] == found[1]
    assert len({found[1], found[2], found[3]}) == 3


def test_a_start_that_places_nothing_is_refused_with_the_line(tmp_path):
    with pytest.raises(DocumentError) as caught:
        load_groups(written(tmp_path, "a\t1\nb\n"), ("a", "b"))
    assert [(p.line, p.code) for p in caught.value.problems] == [(2, "edge-columns-2")]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", CODES)
def test_every_problem_of_a_line_has_words(language, code):
    assert f"problem-{code}" in messages(language)
