"""Whatever stands in a folder of manifests is read, or said to be skipped."""

import pytest

from content.messages import Language, messages
from generators.checker import check_manifests
from generators.checker.severity import SEVERITIES

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {token: h8Xk2}\n"


def codes(text: str) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in check_manifests({"a.yaml": text})]


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_its_words_and_its_severity(language):
    assert messages(language, "manifests").keys() == {f"manifest-{code}" for code in SEVERITIES}


def test_a_key_that_stands_twice_is_found_with_its_first_place():
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nkind: ConfigMap\n"
    (found,) = check_manifests({"a.yaml": text})
    assert (found.code, found.line, found.params) == (
        "key-repeated",
        4,
        {"key": "kind", "first": 2},
    )


def test_merges_and_anchors_are_followed():
    text = "x: &x {token: h8Xk2}\nkind: ConfigMap\nmetadata: {name: a}\ndata: {<<: *x, b: c}\n"
    assert codes(text) == [("secret-in-plain", 1)]
    over = text.replace("b: c", "token: ''")
    assert codes(over) == []


def test_an_alias_without_an_anchor_is_no_yaml():
    assert codes("a: *b\n") == [("not-yaml", 1)]


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t])
def test_line_ends_and_byte_order_marks_do_not_matter(change):
    assert codes(change(CONFIG)) == [("secret-in-plain", 4)]


@pytest.mark.parametrize(
    "text",
    ["name: {{ .Values.name }}\nkind: X\n", "{{- if .Values.a }}\nkind: X\n{{- end }}\n"],
)
def test_a_helm_template_is_said_to_be_skipped(text):
    assert codes(text) == [("helm-template", 1)]


def test_deep_nesting_and_aliases_that_multiply_are_survived():
    assert codes("[" * 5000)[0][0] == "not-yaml"
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    assert codes(f"{bomb}kind: ConfigMap\nmetadata: {{name: a}}\ndata: *a29\n") == []


@pytest.mark.parametrize("place", ["line above", "same line"])
def test_an_accepted_finding_is_not_told(place):
    comment = "# workbench: ignore secret-in-plain sample data"
    above = CONFIG.replace("\ndata:", f"\n{comment}\ndata:")
    beside = CONFIG.replace("h8Xk2}", f"h8Xk2}} {comment}")
    assert codes(above if place == "line above" else beside) == []


def test_accepting_takes_a_reason_and_holds_for_its_code_alone():
    silent = CONFIG.replace("\ndata:", "\n# workbench: ignore secret-in-plain\ndata:")
    assert codes(silent) == [("ignore-without-reason", 4)]
    other = CONFIG.replace("\ndata:", "\n# workbench: ignore host-path it is another\ndata:")
    assert codes(other) == [("secret-in-plain", 5)]
