"""`decompose flips` and `stability`, and what `score` says of evidence and constraints."""

import json

from content.messages import Language, messages
from content.monolith import monolith_path
from workbench.usecases.partitions import shop_graph
from workbench.usecases.weighing import flips_told, stability_told


def test_thresholds_are_told_in_both_languages():
    for language in Language:
        told = flips_told(shop_graph(), messages(language))
        assert len(told.sentences) == len(told.flips) > 5
        assert all(sentence.endswith(".") for sentence in told.sentences)
        assert all(
            s.endswith(".") for s in stability_told(shop_graph(), messages(language)).sentences
        )


def test_a_boundary_that_is_not_there_is_a_usage_error(run):
    result = run("decompose", "flips", "--boundary", "orders", "nobody")
    assert result.code == 2
    assert "nobody" in result.err


def test_flips_as_json_name_their_weight(run):
    told = json.loads(run("decompose", "flips", "--json").out)
    assert told["proved"]
    assert {"criterion", "evidence"} == {flip["kind"] for flip in told["flips"]}


def test_a_score_tells_what_is_heeded_and_which_constraint_is_broken(run, tmp_path):
    text = monolith_path().read_text(encoding="utf-8")
    (tmp_path / "graph.yaml").write_text(
        text + "\nconstraints:\n  together: [[orders, payments]]\n", encoding="utf-8"
    )
    shown = run("decompose", "score", "graph.yaml", "--boundaries", "reference").out
    assert "orders, payments have to share a service." in shown
    figures = json.loads(
        run("decompose", "score", "graph.yaml", "--boundaries", "reference", "--json").out
    )
    assert figures["broken"]
    assert figures["kinds"]["transaction"] < 100
