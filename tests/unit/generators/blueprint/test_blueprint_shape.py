"""A document of the wrong shape gets every problem at once, in words of both languages."""

from itertools import pairwise

import pytest

from content.messages import Language, messages
from decomposer.documents import DocumentError, Problem
from generators.blueprint import load_blueprint, parse_blueprint
from generators.blueprint.wording import problem_line, problem_text

HEAD = "name: shop\nservices:\n  order: {modules: [orders]}\n"


def problems(text: str) -> list[Problem]:
    with pytest.raises(DocumentError) as caught:
        parse_blueprint(text, "blueprint.yaml")
    return list(caught.value.problems)


SHAPES = {
    "name: Shop\nservices: {order: {modules: [orders]}}\n": ("bad-name", 1, 7),
    "services: {order: {modules: [orders]}}\n": ("missing-key", 1, 1),
    "name: shop\nservices: {}\n": ("too-few", 2, 11),
    "name: shop\nservices: {order: {modules: []}}\n": ("too-few", 2, 29),
    "name: shop\nservices: [order]\n": ("not-a-mapping", 2, 11),
    "name: shop\nservices: {order: {modules: orders}}\n": ("not-a-list", 2, 29),
    HEAD + "gatewey: {}\n": ("unknown-key", 4, 1),
    HEAD + "mesh: {mtls: on}\n": ("not-one-of", 4, 14),
    HEAD + "mesh: {mtls: strickt}\n": ("not-one-of", 4, 14),
    HEAD + "objectives: {users: many}\n": ("not-a-whole-number", 4, 21),
    HEAD + "objectives: {users: 0}\n": ("not-greater", 4, 21),
    HEAD + "objectives: {availability_percent: 101}\n": ("too-large", 4, 36),
    HEAD + "objectives: {think_time_s: .nan}\n": ("not-greater", 4, 28),
    HEAD + "gateway: {compression: maybe}\n": ("not-true-or-false", 4, 24),
    HEAD + "gateway: {routes: [{prefix: /x/*, service: order}]}\n": ("bad-prefix", 4, 29),
    HEAD + "gateway: {ip_rules: {deny: [1.2.3]}}\n": ("not-a-network", 4, 29),
    HEAD + "gateway: {geo: {deny: [Russia]}}\n": ("wrong-form", 4, 24),
    HEAD + "gateway: {response_headers: {X-A: b}}\n": ("bad-header", 4, 30),
    HEAD + "deployment: {host: http://shop}\n": ("bad-host", 4, 20),
    HEAD + "transactions: {checkout: acid, saga: {steps: [{action: a b, service: order}]}}\n": (
        "bad-identifier",
        4,
        56,
    ),
    "": ("document-empty", 0, 0),
    "- a\n": ("not-a-mapping", 1, 1),
    "name: [\n": ("yaml-syntax", 2, 1),
    HEAD + "name: again\n": ("duplicate-key", 4, 1),
    "name: shop\nservices:\n  Order: {modules: [orders]}\n": ("bad-name", 3, 3),
    "a: &x 1\nb: *x\n": ("yaml-alias", 2, 4),
    "name: shop\n<<<<<<< mine\nservices: []\n": ("conflict-marker", 2, 1),
}


@pytest.mark.parametrize("text", SHAPES)
def test_a_wrong_shape_is_reported_at_its_place(text):
    found = problems(text)
    assert [(p.code, p.line, p.column) for p in found] == [SHAPES[text]]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("text", SHAPES)
def test_every_wrong_shape_has_its_words(language, text):
    words = messages(language, "blueprint")
    for problem in problems(text):
        assert problem.code != "bad-value"
        assert problem_text(problem, words)


def test_all_wrong_shapes_are_reported_at_once():
    found = problems("name: shop\nservices: {order: {modules: 3, teem: a}}\nmesh: {mtls: maybe}\n")
    assert [p.code for p in found] == ["not-a-list", "unknown-key", "not-one-of"]


def test_an_alias_is_a_key_like_any_other():
    (problem,) = problems(HEAD + "gateway: {limits: {globl: {requests: 1}}}\n")
    assert (problem.code, problem.suggestion) == ("unknown-key", "global")


def test_a_problem_reads_like_a_compilers_line_with_a_suggestion():
    (problem,) = problems(HEAD + "mesh: {mtls: strickt}\n")
    english = problem_line(problem, messages(Language.EN, "blueprint"))
    assert english == (
        "blueprint.yaml:4:14: “strickt” is not one of the possible values. "
        "Did you mean “strict”? Expected: strict, permissive, disable."
    )
    russian = problem_line(problem, messages(Language.RU, "blueprint"))
    assert russian == (
        "blueprint.yaml:4:14: Значение «strickt» здесь не допускается. "
        "Возможно, имелось в виду «strict»? Ожидается: strict, permissive, disable."
    )


def test_a_missing_file_is_a_problem_of_the_file(tmp_path):
    with pytest.raises(DocumentError) as caught:
        load_blueprint(tmp_path / "blueprint.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("file-not-found", 0)


def test_aliases_that_grow_without_end_are_told_once_each_where_they_stand():
    grown = [f"{new}: &{new} [{f'*{old}, ' * 9}]" for old, new in pairwise("abcdef")]
    lines = ["a: &a [x]", *grown]
    with pytest.raises(DocumentError) as caught:
        parse_blueprint("\n".join(lines), "blueprint.yaml")
    places = [(each.line, each.column) for each in caught.value.problems]
    assert places == [(line, 8 + 4 * number) for line in range(2, 7) for number in range(9)]
