import gzip
import json

import pytest

from decomposer.documents import DocumentError
from decomposer.importers.json_documents import parse_json, read_json

TEXT = """\
{
\t"orders": {"calls": [1, [2, "three"]]},
  "stock" : null
}
"""


def problems(text):
    with pytest.raises(DocumentError) as caught:
        parse_json(text, "data.json")
    return [(p.code, p.line, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("path", "of_key", "place"),
    [
        ((), False, (1, 1)),
        (("orders",), False, (2, 12)),
        (("orders",), True, (2, 2)),
        (("orders", "calls", 0), False, (2, 23)),
        (("orders", "calls", 1, 1), False, (2, 30)),
        (("orders", "calls", 9), False, (2, 22)),
        (("stock",), True, (3, 3)),
        (("stock", "deeper"), False, (3, 13)),
    ],
)
def test_every_value_is_found_where_it_stands(path, of_key, place):
    assert parse_json(TEXT, "data.json").position(path, of_key=of_key) == place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("document-empty", 0, 0)),
        (" \n", ("document-empty", 0, 0)),
        ('{"a": 1\n "b": 2}', ("json-syntax", 2, 2)),
        ('{"a": [1, 2}', ("json-syntax", 1, 12)),
        pytest.param("[" * 100_000, ("yaml-too-deep", 0, 0), id="deep"),
        ("[1]", ("not-a-mapping", 1, 1)),
        ('{"a":\n "x\\ud83d"}', ("json-half-character", 2, 4)),
        ('{"a": "\\ude00"}', ("json-half-character", 1, 8)),
        pytest.param('{"a": ' + "9" * 5000 + "}", ("json-number-too-long", 0, 0), id="long"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_place(text, found):
    assert [problem[:3] for problem in problems(text)] == [found]


def test_a_whole_surrogate_pair_and_an_escaped_backslash_are_text():
    data = parse_json('{"a": "\\ud83d\\ude00", "b": "\\\\ud83d"}', "data.json").data
    assert data == {"a": "\N{GRINNING FACE}", "b": "\\ud83d"}


def test_every_repeated_key_is_reported_however_deep():
    text = '{"a": 1, "b": [{"c": 1,\n "c": 2}], "a": 3}'
    assert problems(text) == [("duplicate-key", 2, 2, "c"), ("duplicate-key", 2, 12, "a")]


def test_a_gzipped_document_reads_like_a_plain_one(tmp_path):
    packed = tmp_path / "data.json.gz"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    assert read_json(packed).data == json.loads(TEXT)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not gzip at all", "not-gzip"),
        (gzip.compress(TEXT.encode())[:-12], "not-gzip"),
        (gzip.compress(b"\xff\xfe"), "not-utf8"),
        (gzip.compress(b"0" * (64 * 1024 * 1024 + 1)), "file-too-large"),
    ],
    ids=["no gzip", "cut short", "not text", "too large"],
)
def test_a_gzip_that_cannot_be_used_is_a_plain_statement(tmp_path, content, code):
    file = tmp_path / "data.json.gz"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_json(file)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_missing_file_is_a_plain_statement(tmp_path):
    for name in ("nowhere.json", "nowhere.json.gz"):
        with pytest.raises(DocumentError) as caught:
            read_json(tmp_path / name)
        assert [p.code for p in caught.value.problems] == ["file-not-found"]
