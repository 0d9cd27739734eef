import json

import pytest

from decomposer.documents import DocumentError
from decomposer.importers.imported import dump_graph
from decomposer.importers.monolith import parse_graph
from decomposer.importers.traces import load_traces


def line(trace, span, parent, module, name, kind=1, **attributes):
    told = [{"key": key, "value": {"stringValue": text}} for key, text in attributes.items()]
    span = {"traceId": trace, "spanId": span, "parentSpanId": parent, "name": name, "kind": kind}
    service = [{"key": "service.name", "value": {"stringValue": module}}]
    scope = {"spans": [{**span, "attributes": told}]}
    return json.dumps(
        {"resourceSpans": [{"resource": {"attributes": service}, "scopeSpans": [scope]}]}
    )


BUY = (
    line("t1", "c", "b", "mail", "handle paid", kind=5),
    line("t1", "a", "", "shop", "POST", **{"http.route": "/orders", "http.method": "POST"}),
    line("t1", "b", "a", "payments", "charge"),
    line("t2", "a", "", "shop", "POST", **{"http.route": "/orders", "http.method": "POST"}),
    line("t3", "a", "", "search", "find"),
)


@pytest.fixture
def read(tmp_path):
    def read(*lines: str):
        (tmp_path / "spans.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return load_traces(tmp_path)

    return read


def test_root_operations_are_use_cases_with_their_share_of_the_traces(read):
    found = {u.title.en: u.frequency_per_1000 for u in read(*BUY).graph.use_cases if u.title}
    assert found["shop POST /orders"] == pytest.approx(2000 / 3, abs=1e-3)
    assert found["search find"] == pytest.approx(1000 / 3, abs=1e-3)


def test_hops_are_calls_in_an_order_in_which_callers_are_reached_and_events_are_deferred(read):
    buy = read(*BUY).graph.use_cases[0]
    assert [(c.caller, c.callee, c.deferred) for c in buy.calls] == [
        ("shop", "payments", False),
        ("payments", "mail", True),
    ]


def test_bad_lines_are_located_and_skipped(read):
    found = read("{", '{"resourceSpans": 3}', "[]", *BUY, '{"resourceSpans": [')
    assert [(p.line, p.code) for p in found.skipped] == [
        (number, "not-otlp") for number in (1, 2, 3, 9)
    ]
    assert len(found.graph.use_cases) == 2


def test_an_attribute_that_names_the_module_is_more_exact_than_the_service(read):
    modules = read(line("t", "a", "", "monolith", "x", **{"shop.module": "cart"})).graph.names
    assert modules == ("cart",)


def test_a_trace_whose_beginning_is_lost_begins_where_it_is_first_seen(read):
    (use_case,) = read(line("t", "b", "lost", "payments", "charge")).graph.use_cases
    assert use_case.entry == "payments"


def test_without_a_span_there_is_nothing_to_import(read, tmp_path):
    with pytest.raises(DocumentError) as caught:
        read("", "{}")
    assert [p.code for p in caught.value.problems] == ["no-spans", "not-otlp"]
    with pytest.raises(DocumentError) as missing:
        load_traces(tmp_path / "none.jsonl")
    assert [p.code for p in missing.value.problems] == ["file-not-found", "no-spans"]


def test_the_graph_of_traces_is_a_graph_like_any_other(read):
    graph = read(*BUY).graph
    assert parse_graph(dump_graph(graph), "graph.yaml").graph == graph
