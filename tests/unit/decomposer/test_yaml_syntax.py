"""A slip in YAML is told in our words, at the place where it is mended."""

import pytest

from content.messages import Language, messages
from decomposer.documents import DocumentError, parse_yaml
from generators.blueprint.wording import problem_text

SLIPS = {
    "name: [x\nb: 1\n": ("yaml-list-open", 1, 7),
    "name: {x: 1\nb: 1\n": ("yaml-braces-open", 1, 7),
    "a: 'x\nb: 1\n": ("yaml-quote-open", 1, 4),
    "a: 1\nb\nc: 2\n": ("yaml-no-colon", 2, 1),
    "a: b: c\n": ("yaml-pair-misplaced", 1, 5),
    "a: 1\n b: 2\n": ("yaml-pair-misplaced", 2, 3),
    "a:\n - x\n b: 1\n": ("yaml-indentation", 3, 2),
    "a: [x]]\n": ("yaml-indentation", 1, 7),
    "  a: 1\nb: 2\n": ("yaml-indentation", 2, 1),
    "services:\n\tuser: a\n": ("yaml-tab", 2, 1),
    "a: @b\n": ("yaml-character", 1, 4),
    "a: 1\n---\nb: 2\n": ("yaml-second-document", 2, 1),
    'a: "\\q"\n': ("yaml-syntax", 1, 5),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_has_a_code_and_a_place(text):
    problem = slip(text)
    assert (problem.code, problem.line, problem.column) == SLIPS[text]


def test_a_document_that_is_a_list_is_quoted():
    assert slip("# mine\n- a\n- b\n").value == "- a"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_a_sentence_in_both_languages(text, language):
    assert problem_text(slip(text), messages(language)).endswith(".")


def slip(text):
    with pytest.raises(DocumentError) as caught:
        parse_yaml(text, "a.yaml")
    (problem,) = caught.value.problems
    return problem


def test_reading_a_long_document_says_how_far_it_is_and_hears_ctrl_c():
    text = "a:\n" + "".join(f"- {{n: ключ{i}}}\n" for i in range(5000))
    heard: list[tuple[int, int]] = []
    parsed = parse_yaml(text, "long.yaml", lambda done, of: heard.append((done, of)))
    whole = len(text.encode())
    assert len(parsed.data["a"]) == 5000
    assert heard == sorted(heard)
    assert len(heard) > 5
    assert heard[-1] == (whole, whole)

    def interrupt(done: int, _of: int) -> None:
        if done > whole // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse_yaml(text, "long.yaml", interrupt)
