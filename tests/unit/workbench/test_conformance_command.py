"""`decompose conformance`, on traces as the shop writes them."""

import json

import pytest

from content.messages import Language, messages
from workbench.usecases.conformance import conformance_sentences, held_against
from workbench.usecases.partitions import shop_graph


def line(number, parent, module, name, kind=1, peer="", trace="feed" * 8):
    told = {"shop.module": module, **({"shop.peer.module": peer} if peer else {})}
    attributes = [{"key": key, "value": {"stringValue": text}} for key, text in told.items()]
    span = {"traceId": trace, "spanId": number, "parentSpanId": parent, "name": name}
    scope = {"spans": [{**span, "kind": kind, "attributes": attributes}]}
    return json.dumps({"resourceSpans": [{"resource": {}, "scopeSpans": [scope]}]})


DECLARED = (
    line("1", "", "orders", "POST /api/v1/orders", kind=2),
    line("2", "1", "orders", "payments/charge", peer="payments"),
)
UNDECLARED = (line("3", "", "admin", "registration/known", peer="registration"),)

KEYS = line("1", "", "authentication", "GET /api/v1/users/sessions/jwks", trace="cafe" * 8)


@pytest.fixture
def traces(tmp_path):
    def written(*lines: str):
        file = tmp_path / "shop.traces.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return written


def test_what_agrees_holds_and_what_was_not_tried_is_said(run, traces):
    told = run("decompose", "conformance", "--traces", str(traces(*DECLARED)))
    assert told.code == 0, told.err
    assert "1 request seen; of 69 declared couplings 1 occurred." in told.out
    assert "Not tried: " in told.out


def test_an_undeclared_call_is_shown_by_its_trace_and_its_place_in_the_code(run, traces):
    told = run("decompose", "conformance", "--traces", str(traces(*DECLARED, *UNDECLARED)))
    assert told.code == 1
    assert "Undeclared: admin → registration" in told.out
    shown = " ".join(told.out.split())
    assert "labs/commerce/modules/admin/module.py:" in shown
    assert "trace feedfeedfeed" in shown


def test_programs_get_the_same_as_data(run, traces):
    file = traces(*DECLARED, *UNDECLARED, KEYS)
    answer = json.loads(run("decompose", "conformance", "--traces", str(file), "--json").out)
    [new] = answer["found"]["divergences"]
    assert (new["caller"], new["callee"]) == ("admin", "registration")
    assert answer["found"]["left_out"] == {"GET /api/v1/users/sessions/jwks": 1}


def test_lines_that_are_no_traces_are_located(run, traces):
    told = run("decompose", "conformance", "--traces", str(traces("{", *DECLARED)))
    assert told.code == 0
    assert "shop.traces.jsonl:1:1" in told.err


def test_no_lab_and_no_traces_cannot_be_judged(run):
    assert run("decompose", "conformance", "--lab", "nobodys").code == 3


@pytest.mark.parametrize("language", Language)
def test_everything_found_has_words(language, traces):
    words = messages(language)
    held = held_against(shop_graph(), traces(*DECLARED, *UNDECLARED), words, in_shop=True)
    assert len(list(conformance_sentences(held, words))) > 3
