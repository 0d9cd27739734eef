import pytest

from workbench.tui import editor


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch):
    for name in editor.VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("vim", ["vim", "+7", "b.yaml"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "b.yaml"]),
        ("hx", ["hx", "b.yaml:7"]),
        ("code -n", ["code", "-n", "--wait", "--goto", "b.yaml:7"]),
        ("my-editor", ["my-editor", "b.yaml"]),
    ],
)
def test_editors_are_told_the_line_in_their_own_way(monkeypatch, chosen, words):
    monkeypatch.setenv("EDITOR", chosen)
    assert editor.command("b.yaml", 7) == words


def test_visual_comes_before_editor(monkeypatch):
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vim")
    assert editor.command("b.yaml", 0) == ["vim", "+1", "b.yaml"]


def test_without_a_choice_one_that_is_there_is_taken_and_else_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor.command("b.yaml", 1) == []
    (tmp_path / "vi").touch(mode=0o755)
    assert editor.command("b.yaml", 1) == ["vi", "+1", "b.yaml"]


def test_an_editor_that_is_not_there_did_not_run(tmp_path):
    assert not editor.edit([str(tmp_path / "missing"), "b.yaml"])
