"""Blocks say why they stand there: as comments where these are asked for, as data always."""

import ast
import re
from pathlib import Path

import pytest
import yaml

import generators.render
from content.messages import Language, messages
from generators.blueprint import dump_blueprint
from generators.render import reasons, render
from generators.render.reasons import Why, because, commented, marker, plain, reasons_in
from generators.render.reasons.marker import LINE
from generators.render.yaml_text import yaml_text
from tests.shops import reference

BP = reference()
CHOSEN = yaml.safe_load(dump_blueprint(BP))


def why(language: Language = Language.EN, chosen: object = CHOSEN) -> Why:
    return Why(messages(language, "reasons"), chosen)


def marked() -> str:
    store = because(
        {"image": "postgres:18"}, "store", "services.user.store", store="x", services="y"
    )
    steps = [
        because({"run": "a", "uses": "b"}, "only-way-in", key="uses"),
        because({"run": "c"}, "confined"),
    ]
    return yaml_text({"store": store, "steps": steps, "end": 1})


def test_marks_change_nothing_of_the_data():
    unmarked = {
        "store": {"image": "postgres:18"},
        "steps": [{"run": "a", "uses": "b"}, {"run": "c"}],
    }
    assert plain(marked()) == yaml_text(unmarked | {"end": 1})
    assert yaml.safe_load(marked()) == unmarked | {"end": 1}


def test_a_comment_stands_before_what_it_speaks_of():
    lines = commented(marked(), why()).splitlines()
    above = {line.strip(): lines[n - 1].strip() for n, line in enumerate(lines) if n}
    assert above["image: postgres:18"] == "# from: blueprint.yaml services.user.store"
    assert above["uses: b"].startswith("#")
    assert above["- run: c"].startswith("#")
    assert above["- run: a"] == "steps:"


def test_a_block_without_entries_stays_whole():
    assert yaml_text({"spec": because({}, "confined")}) == "spec: {}\n"


def test_a_mark_of_an_entry_that_is_absent_says_nothing():
    assert yaml_text(because({"a": 1}, "confined", key="b")) == "a: 1\n"


def test_a_reason_is_given_once_in_a_file_and_its_origin_each_time():
    blocks = [
        because({"n": n}, "confined", f"services.{name}") for n, name in enumerate(("user", "cart"))
    ]
    text = commented(yaml_text({"blocks": blocks}), why())
    assert text.count("why: ") == 1
    assert text.count("from: ") == 2


def test_a_choice_that_was_not_made_is_called_a_default():
    block = yaml_text(because({"a": 1}, "confined", "gateway.limits.global"))
    assert "a default" in commented(block, why(chosen={"gateway": {}}))
    assert "a default" not in commented(block, why(chosen={"gateway": {"limits": {"global": {}}}}))


def test_places_and_parameters_survive_any_character():
    line = marker("store", "communication.edges[order → payment]", store="a;b=c", services="d e")
    text = commented(f"{line}\n", why(chosen={}))
    assert "a;b=c" in text
    assert "communication.edges[order → payment]" in text


@pytest.mark.parametrize("leader", ["#", "--", "//"])
def test_a_template_writes_its_marks_in_its_own_language(leader: str):
    text = f"{marker('confined', leader=leader)}\nUSER 10001\n"
    assert plain(text) == "USER 10001\n"
    assert commented(text, why()).startswith(f"{leader} why: ")


def test_no_comment_is_wider_than_a_page():
    for text in render(BP, why=why(Language.RU)).values():
        comments = [
            line for line in text.splitlines() if re.match(r" *(#|--) (почему|откуда):", line)
        ]
        assert all(len(line) <= 100 for line in comments)


def test_a_reason_covers_the_lines_of_its_block_and_no_others():
    lines = plain(marked()).splitlines()
    spans = {
        reason.mark.code: lines[reason.first - 1 : reason.last] for reason in reasons_in(marked())
    }
    assert spans == {
        "store": ["  image: postgres:18"],
        "only-way-in": ["  uses: b"],
        "confined": ["- run: c"],
    }


def test_reasons_of_files_speak_of_the_lines_without_comments():
    files = render(BP)
    for path, found in reasons(BP).items():
        length = len(files[path].splitlines())
        assert all(1 <= reason.first <= reason.last <= length for reason in found), path


def test_comments_are_the_only_difference():
    bare, told = render(BP), render(BP, why=why())
    assert bare.keys() == told.keys()
    assert bare != told
    for path in bare:
        if path.endswith((".yaml", ".yml")):
            assert list(yaml.safe_load_all(bare[path])) == list(yaml.safe_load_all(told[path])), (
                path
            )


def test_no_mark_is_left_over():
    for text in (*render(BP).values(), *render(BP, why=why()).values()):
        assert not LINE.search(text)
        assert "'#why" not in text


def codes() -> set[str]:
    """The codes in `because(…, "code")`, `marker("code")` and in templates."""
    folder = Path(generators.render.__file__).parent
    found: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                position = {"because": 1, "marker": 0}.get(node.func.id)
                argument = (
                    node.args[position]
                    if position is not None and len(node.args) > position
                    else None
                )
                if isinstance(argument, ast.Constant):
                    found.add(str(argument.value))
    for file in folder.rglob("*.j2"):
        found |= set(re.findall(r"why\(\s*[\"']([a-z-]+)", file.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_its_words_and_every_word_its_reason(language: Language):
    words = messages(language, "reasons")
    own = {"why", "from", "from-default"}
    known = {key.removeprefix("reason-") for key in words.keys() if key.startswith("reason-")} - own  # noqa: SIM118
    assert codes() == known
