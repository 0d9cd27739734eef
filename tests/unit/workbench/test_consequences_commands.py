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


def test_what_no_system_can_have_is_a_usage_error(run):
    result = run("decompose", "forecast", "--boundaries", "reference", "--failure", "2")
    assert result.code == 2
    assert "failure" in result.err
