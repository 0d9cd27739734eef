from dataclasses import replace

from content.messages import Language, messages
from labs.runtime import LabStatus, Progress, State
from tests.tui.fake_laboratory import PARTS
from workbench.ports.laboratory import Invariant, Sample
from workbench.tui.ink import plain
from workbench.tui.lab import view
from workbench.tui.lab.state import Lab, transitions

WORDS = messages(Language.EN, "tui")
STATUS = LabStatus("shop", "local", up=True, uptime_s=65.0, parts=PARTS)
LAB = Lab("reference", STATUS)


def with_state(name: str, state: State) -> LabStatus:
    parts = tuple(replace(p, state=state) if p.name == name else p for p in PARTS)
    return replace(STATUS, parts=parts)


def test_services_come_before_the_servers_under_them():
    assert [row.id for row in view.services(LAB, WORDS, 34)] == ["orders", "payments", "gateway"]


def test_each_state_has_a_mark_and_a_word_of_its_own():
    shown = set()
    for state in State:
        lab = Lab("reference", with_state("orders", state))
        shown.add(view.services(lab, WORDS, 34)[0].text.plain.split("orders")[0])
        assert WORDS.text(f"tui-part-{state}") in view.services(lab, WORDS, 34)[0].text.plain
    assert len(shown) == len(State)


def test_during_a_start_the_parts_show_how_far_it_has_come():
    lab = Lab("reference", busy="up").progressed(Progress("postgres", State.STARTING, 0.01))
    lab = lab.progressed(Progress("postgres", State.READY, 0.31))
    (row,) = view.services(lab, WORDS, 34)
    assert "● postgres" in row.text.plain
    assert "0.31" in row.text.plain


def test_a_part_that_changed_state_becomes_an_event():
    after = with_state("payments", State.DOWN)
    (event,) = transitions(STATUS, after)
    assert (event.code, event.params) == ("down", {"part": "payments"})
    assert transitions(STATUS, STATUS) == ()


def test_the_first_look_at_a_lab_is_no_event():
    assert transitions(None, STATUS) == ()


def test_the_timeline_shows_the_newest_events_that_fit():
    lab = LAB
    for part in ("one", "two", "three"):
        lab = lab.noted("kill", part=part)
    text = plain(view.timeline(lab, WORDS, 40, 2))
    assert text == "01:05  you killed two\n01:05  you killed three"


def test_the_heading_shows_load_only_while_there_is_load():
    loaded = replace(LAB.sampled(Sample(1, 20.0, 3, 9.4, 20, 2)), loading=True)
    _, right = view.heading(loaded, WORDS)
    assert right.plain == "up 01:05  20 rps  p95 9 ms  errors: 2"
    assert "rps" not in view.heading(replace(loaded, loading=False), WORDS)[1].plain


def test_an_invariant_that_is_unknown_is_shown_as_neither_held_nor_broken():
    known = (
        Invariant("a", held=True),
        Invariant("b", held=False, detail="2"),
        Invariant("c", None),
    )
    text = plain(view.invariants(known, WORDS, 60))
    assert "✔ a" in text
    assert "✘ b (2)" in text
    assert "? c" in text


def test_invariants_wrap_between_and_never_inside():
    known = tuple(Invariant(f"invariant number {n}", held=True) for n in range(6))
    lines = view.invariants(known, WORDS, 50)
    assert len(lines) == 3
    assert all(each.width <= 50 for each in lines)


def test_a_structured_log_record_is_shown_as_a_readable_line_and_other_rows_as_they_are():
    rows = ('{"at":"2026-01-01T10:20:30.5+00:00","level":"info","status":201}', "plain text", "[1]")
    text = plain(view.log(rows, WORDS, 60))
    assert text.splitlines() == ["10:20:30.5 info status=201", "plain text", "[1]"]


def test_an_empty_log_says_so():
    assert "written nothing" in plain(view.log((), WORDS, 60))


def test_only_the_last_two_minutes_of_samples_are_kept():
    lab = LAB
    for second in range(200):
        lab = lab.sampled(Sample(second, 20, 1, 2, 3, 0))
    assert len(lab.samples) == 120
    assert lab.samples[0].at_s == 80
