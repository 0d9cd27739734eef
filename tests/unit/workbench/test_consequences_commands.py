"""`decompose hand-offs`, `forecast` and `migrate`, as a learner meets them."""

import json

import pytest

from content.messages import Language, messages
from decomposer.hand_offs import hand_offs
from workbench.usecases.consequences import hand_off_sentences, planned, step_sentences
from workbench.usecases.partitions import partition_from, shop_graph


def test_a_migration_names_its_compensations():
    plan = planned(shop_graph(), partition_from("reference"))
    sagas = [saga for step in plan.steps for saga in step.sagas if saga.use_case == "checkout"]
    undone = {step.module: step.compensation for saga in sagas for step in saga.steps}
    assert undone["payments"] == "RefundPayment"


@pytest.mark.parametrize("language", Language)
def test_every_step_and_hand_off_is_told(language):
    words, graph, cut = messages(language), shop_graph(), partition_from("reference")
    for number, step in enumerate(planned(graph, cut).steps, 1):
        assert len(list(step_sentences(number, step, words))) > 2
    assert len(list(hand_off_sentences(hand_offs(graph, cut), words))) > 3


def test_the_commands_answer_with_data_and_with_words(run):
    for command in ("hand-offs", "forecast", "migrate"):
        told = run("decompose", command, "--boundaries", "reference")
        assert told.code == 0
        assert told.out.strip()
        answer = run("decompose", command, "--boundaries", "reference", "--json")
        assert json.loads(answer.out)


def test_a_forecast_says_what_it_assumes(run):
    shown = run("decompose", "forecast", "--boundaries", "reference", "--retries", "1").out
    assert "(retries: 1)" in shown


CODE_ONLY = """name: code
modules:
  - {name: a, capability: unknown, team: unknown, scaling: unknown}
  - {name: b, capability: unknown, team: unknown, scaling: unknown}
dependencies:
  - {from: a, to: b}
"""


@pytest.mark.parametrize(
    ("lang", "command", "told"),
    [
        ("en", "forecast", "The graph has no use cases: there is nothing to forecast.\n"),
        ("ru", "forecast", "В графе нет сценариев: прогнозировать нечего.\n"),
        ("en", "hand-offs", "The graph has neither a history nor use cases:"),
        ("ru", "hand-offs", "В графе нет ни истории, ни сценариев:"),
    ],
)
def test_a_graph_of_code_alone_promises_no_figures(run, tmp_path, lang, command, told):
    graph = tmp_path / "code.yaml"
    graph.write_text(CODE_ONLY)
    shown = run("decompose", command, str(graph), "--boundaries", "monolith", lang=lang)
    assert shown.code == 0
    assert shown.out.startswith(told)
    assert "0.00" not in shown.out


def test_what_no_system_can_have_is_a_usage_error(run):
    result = run("decompose", "forecast", "--boundaries", "reference", "--failure", "2")
    assert result.code == 2
    assert "failure" in result.err
