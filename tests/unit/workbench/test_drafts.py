"""What the blueprint's screen is told, on a real folder."""

import pytest

from workbench.ports.files import Fate, Kind
from workbench.usecases.drafts import Drafts
from workbench.usecases.founding import create_workspace

COMPOSE = "compose.yaml"


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "my-shop")


@pytest.fixture
def drafts(workspace):
    return Drafts(lambda: workspace)


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def fates(draft):
    return {file.path: file.fate for file in draft.files}


def settle(drafts):
    drafts.draft("en")
    drafts.write()


def test_before_the_first_run_every_file_is_new_and_shown_whole(drafts):
    draft = drafts.draft("en")
    assert not draft.broken
    assert set(fates(draft).values()) == {Fate.NEW}
    assert drafts.difference(COMPOSE) == ()
    lines = drafts.whole(COMPOSE)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_run_leaves_nothing_to_do_and_can_be_taken_back(drafts, workspace):
    count = len(drafts.draft("en").files)
    assert drafts.write().written == count
    assert set(fates(drafts.draft("en")).values()) == {Fate.UNCHANGED}
    assert drafts.undo().written == count
    assert not (workspace.root / "generated" / COMPOSE).exists()


def test_a_line_says_why_it_is_there_and_where_that_was_chosen(drafts, workspace):
    settle(drafts)
    rewrite(workspace.blueprint, "store: postgresql", "store: mongodb")
    drafts.draft("en")
    image = next(line for line in drafts.whole(COMPOSE) if "image: mongo" in line.text)
    closest = drafts.why(COMPOSE, image.number, "en")[0]
    place, at = closest.choices[0]
    assert place == "services.shop.store"
    assert "store: mongodb" in workspace.blueprint.read_text("utf-8").splitlines()[at - 1]
    assert drafts.why(COMPOSE, image.number, "ru")[0].text != closest.text


def test_another_choice_shows_what_changes_and_what_can_go_wrong(drafts, workspace):
    settle(drafts)
    rewrite(workspace.blueprint, "store: postgresql", "store: mongodb")
    draft = drafts.draft("en")
    assert ("services.shop.store", "postgresql", "mongodb") in draft.chosen.values
    assert fates(draft)[COMPOSE] is Fate.CHANGED
    shown = drafts.difference(COMPOSE)
    whole = {line.number: line.text for line in drafts.whole(COMPOSE)}
    assert {Kind.ADDED, Kind.REMOVED, Kind.MARK} <= {line.kind for line in shown}
    assert all(whole[line.number] == line.text for line in shown if line.number)


def test_a_conflict_shows_both_sides_and_takes_the_one_that_is_named(drafts, workspace):
    settle(drafts)
    compose = workspace.root / "generated" / COMPOSE
    rewrite(compose, "image: postgres:18", "image: postgres:17")
    rewrite(workspace.blueprint, "store: postgresql", "store: mongodb")
    assert fates(drafts.draft("en"))[COMPOSE] is Fate.CONFLICT
    texts = {(line.kind, line.text.strip()) for line in drafts.difference(COMPOSE)}
    assert (Kind.SAME, "image: postgres:17") in texts
    assert any(kind is Kind.ADDED and "mongo:" in text for kind, text in texts)
    assert drafts.write().left == 1
    assert "postgres:17" in compose.read_text("utf-8")
    assert drafts.write(fresh=(COMPOSE,)).left == 0
    assert "mongo:" in compose.read_text("utf-8")


def test_errors_are_told_with_their_lines_and_leave_no_files_to_look_at(drafts, workspace):
    rewrite(workspace.blueprint, "store: postgresql", "store: postgres")
    draft = drafts.draft("en")
    assert draft.broken
    assert draft.files == ()
    (remark,) = draft.remarks
    line = workspace.blueprint.read_text("utf-8").splitlines()[remark.line - 1]
    assert "store: postgres" in line
    assert "postgresql" in remark.text


def test_manifests_that_do_not_work_together_are_found_where_they_were_edited(drafts, workspace):
    settle(drafts)
    assert drafts.findings("en") == ()
    service = next((workspace.root / "generated/kubernetes/base").rglob("service.yaml"))
    rewrite(service, "selector:\n    app: ", "selector:\n    app: nobody-")
    drafts.draft("en")
    found = drafts.findings("en")
    assert any(one.path.endswith("service.yaml") and one.line for one in found)
    assert {one.text for one in drafts.findings("ru")}.isdisjoint(one.text for one in found)


def test_a_saved_blueprint_has_another_time(drafts, workspace):
    before = drafts.edited_at()
    rewrite(workspace.blueprint, "store: postgresql", "store: mongodb")
    assert drafts.edited_at() != before


def test_a_choice_is_offered_with_its_line_and_written_into_the_blueprint(drafts, workspace):
    offered = {choice.place: choice for choice in drafts.draft("en").choices}
    store = offered["services.shop.store"]
    assert store.value == "postgresql"
    lines = workspace.blueprint.read_text("utf-8").splitlines()
    assert "store: postgresql" in lines[store.line - 1]
    assert store.meaning.startswith("Where its data stands")
    made = drafts.choose(store.place, "mongodb", "en")
    assert made.values == ((store.place, "postgresql", "mongodb"),)
    assert "store: mongodb" in workspace.blueprint.read_text("utf-8")
