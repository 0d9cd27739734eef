from dataclasses import replace

from content.messages import Language, messages
from tests.tui.fake_exercises import NOT_YET, PASSED, FakeExercises
from workbench.tui.exercise import view
from workbench.tui.ink import plain

WORDS = messages(Language.EN, "tui")


def test_a_finding_shows_what_where_the_evidence_why_and_where_to_read():
    text = plain(view.findings(NOT_YET, WORDS, 60))
    order = ["✘ The header match", "virtual-service.yaml:14", "│ 103 reached", "Routes match", "§"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_what_holds_and_what_was_measured_follow_the_findings():
    text = plain(view.findings(NOT_YET, WORDS, 60))
    assert text.index("✘ The weights") < text.index("✔ The subsets") < text.index("Measured")
    assert "0.103" in text


def test_a_passed_check_shows_no_cross():
    text = plain(view.findings(PASSED, WORDS, 60))
    assert "✔ passed" in text
    assert "✘" not in text


def test_could_not_judge_is_neither_passed_nor_failed():
    text = plain(view.findings(replace(NOT_YET, status="could not judge", remarks=()), WORDS, 60))
    assert text.startswith("? could not judge")
    assert "✘" not in text


def test_of_a_remembered_verdict_only_the_status_is_shown():
    text = plain(view.findings(replace(NOT_YET, remembered=True), WORDS, 60))
    assert "not yet" in text
    assert "The header match" not in text


def test_every_line_of_the_findings_fits_a_narrow_panel():
    assert all(each.width <= 34 for each in view.findings(NOT_YET, WORDS, 34))


def test_files_say_whether_they_exist_and_were_changed():
    fake = FakeExercises()
    absent = plain(view.work(fake.exercise("x", "en"), WORDS, 60))
    assert "not there yet" in absent
    assert "b writes the starter files" in absent
    fake.started = fake.fixed = True
    assert "✎ mesh/virtual-service.yaml" in plain(view.work(fake.exercise("x", "en"), WORDS, 60))


def test_a_long_path_is_shown_whole_before_its_state_is():
    fake = FakeExercises(started=True)
    assert "mesh/virtual-service.yaml" in plain(view.work(fake.exercise("x", "en"), WORDS, 30))


def test_hints_stand_under_the_task_in_the_order_taken():
    text = view.task(FakeExercises(hints=2).exercise("x", "en"), WORDS)
    assert "# Title" not in text
    assert text.index("**v1**") < text.index("Hint 1") < text.index("Hint text 2.")
