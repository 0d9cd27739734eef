"""Loading the course: what it holds, and what a wrong request or file gets."""

from pathlib import Path

import pytest

from content.course import load_course
from content.errors import MalformedContentError, UnknownContentError
from content.exercises import load_hints, load_task
from content.lessons import load_lesson
from content.messages import Language
from content.quizzes import Quiz, load_quiz
from content.records import read_record


def test_the_way_is_six_chapters_a_capstone_and_a_business_case():
    chapters = [chapter.id for chapter in load_course().chapters]
    assert chapters == ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "capstone", "business-case"]


def test_an_exercise_knows_its_chapter():
    chapter = load_course().chapter_of("order-saga")
    assert chapter is not None
    assert chapter.id == "4.5"


def test_an_exercise_that_is_not_on_the_map_has_no_chapter():
    assert load_course().chapter_of("no-such") is None


@pytest.mark.parametrize("language", Language)
def test_an_anchor_leads_to_its_heading(language: Language):
    lesson = load_lesson("4.2", language)
    heading = lesson.markdown.splitlines()[lesson.anchors["retry-amplification"] - 1]
    assert heading.startswith("### ")


def test_a_shown_lesson_has_no_anchor_comments():
    assert "<!-- #" not in load_lesson("4.1", Language.EN).markdown


def test_an_unknown_lesson_names_the_known_ones():
    with pytest.raises(UnknownContentError) as caught:
        load_lesson("4.9", Language.EN)
    assert "4.1" in caught.value.known


def test_an_unknown_quiz_names_the_known_ones():
    with pytest.raises(UnknownContentError) as caught:
        load_quiz("9.9")
    assert "4.3" in caught.value.known


def test_a_task_begins_with_its_title():
    task = load_task("gateway-routes", Language.RU)
    assert task.markdown.startswith(f"# {task.title}\n")


def test_hints_come_apart_without_their_headings():
    hints = load_hints("boundaries", Language.EN)
    assert [hint.title for hint in hints][-1] == "Nearly the answer"
    assert all("## " not in hint.markdown and hint.markdown.strip() for hint in hints)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("chapter: 4.1\nquestions: []\n", "Expected `str`"),
        ('chapter: "4.1"\nquestions: []\nextra: 1\n', "unknown field `extra`"),
        ("chapter: [", ""),
    ],
)
def test_a_broken_file_is_named_with_its_reason(tmp_path: Path, text: str, reason: str):
    file = tmp_path / "4.1.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedContentError) as caught:
        read_record(file, Quiz)
    assert caught.value.file == "4.1.yaml"
    assert reason in caught.value.reason
