"""The course is flawless, and each rule is seen to find its flaw."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from content.course import Chapter, Course, Exercise, Week, load_course
from content.glossary import Glossary, Term
from content.lint import Flaw, flaws
from content.lint.index import glossary_chapters, lessons_present, tasks_present
from content.lint.pages import Page, page_flaws, pair_flaws
from content.lint.quizzes import quiz_flaws
from content.messages import Language, messages
from content.quizzes import Option, Question, Quiz
from content.records import Bilingual

TARGETS = frozenset({"4.1", "4.1#one"})
BOTH = Bilingual(ru="да", en="yes")
YES = Option(ru="да", en="yes", correct=True)
NO = Option(ru="нет", en="no")
QUESTION = Question("why", BOTH, (YES, NO), BOTH, read="one")


def english(text: str) -> Page:
    return Page("lessons", Language.EN, "4.1", text)


def told(found: Iterable[Flaw]) -> list[str]:
    """The codes; each must have words in both languages."""
    codes = []
    for flaw in found:
        for language in Language:
            assert messages(language, "course").text(f"flaw-{flaw.code}", detail=flaw.detail)
        codes.append(flaw.code)
    return codes


def codes(page: Page) -> list[str]:
    return told(page_flaws(page, TARGETS))


def question_codes(*questions: Question, chapter: str = "4.1") -> list[str]:
    quiz = Quiz(chapter, questions)
    return told(quiz_flaws(quiz, "4.1", ("one",)))


def test_the_course_has_no_flaws():
    assert flaws() == ()


def test_a_sound_page_has_no_flaws():
    assert codes(english("# T\n\n## A\n<!-- #one -->\n[a](#one) [b](4.1)\n")) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("## A\n<!-- #one -->\n", "title-missing"),
        ("# T\n\n## A\n", "anchor-missing"),
        ("# T\n\n## A\n<!-- #one -->\n\n## B\n<!-- #one -->\n", "anchor-twice"),
        ("# T\n[a](4.9)\n", "link-broken"),
        ("# T\n[a](#two)\n", "link-broken"),
        ("# T\n```text\n" + "─" * 77 + "\n```\n", "block-too-wide"),
        ("# T\n```sh\nmake\n", "fence-open"),
        ("# T\n```\nmake\n```\n", "fence-language-missing"),
    ],
)
def test_a_flawed_page_is_found_out(text: str, code: str):
    assert codes(english(text)) == [code]


def test_a_page_without_a_translation_is_found_out():
    assert told(pair_flaws(english("# T\n"), None)) == ["translation-missing"]


@pytest.mark.parametrize(
    ("translated", "code"),
    [
        ("# Т\n\n## Б\n<!-- #two -->\n```sh\n```\n", "anchors-differ"),
        ("# Т\n\n## Б\n<!-- #one -->\n", "fences-differ"),
    ],
)
def test_a_translation_that_differs_in_structure_is_found_out(translated: str, code: str):
    page = english("# T\n\n## A\n<!-- #one -->\n```sh\n```\n")
    twin = replace(page, language=Language.RU, text=translated)
    assert told(pair_flaws(page, twin)) == [code]


def test_a_sound_quiz_has_no_flaws():
    assert question_codes(QUESTION) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("why", BOTH, (YES,), BOTH), "options-too-few-or-many"),
        (Question("why", BOTH, (NO, Option("a", "b")), BOTH), "correct-not-one"),
        (Question("why", BOTH, (YES, Option("да", "sure")), BOTH), "options-alike"),
        (Question("why", BOTH, (YES, NO), BOTH, read="two"), "question-reads-nowhere"),
    ],
)
def test_a_flawed_question_is_found_out(question: Question, code: str):
    assert question_codes(question) == [code]


def test_a_question_that_stands_twice_is_found_out():
    assert question_codes(QUESTION, QUESTION) == ["question-twice"]


def test_a_quiz_in_another_chapters_file_is_found_out():
    assert question_codes(QUESTION, chapter="4.2") == ["quiz-of-another-chapter"]


def test_a_map_that_names_what_is_not_there_is_found_out():
    chapter = Chapter("9.9", BOTH, 10, (Exercise("no-such", BOTH),))
    course = Course(BOTH, (Week("1", BOTH, (chapter,)),))
    assert told(lessons_present(course, Language.EN)) == ["lesson-missing"]
    assert told(tasks_present(course, Language.RU)) == ["task-missing"]


def test_a_term_that_no_chapter_teaches_is_found_out():
    glossary = Glossary((Term("saga", BOTH, BOTH, ("9.9",)),))
    found = glossary_chapters(glossary, load_course())
    assert told(found) == ["term-taught-nowhere"]


def test_unsorted_terms_are_found_out():
    glossary = Glossary(tuple(Term(name, BOTH, BOTH, ("4.1",)) for name in ("saga", "pod")))
    found = glossary_chapters(glossary, load_course())
    assert told(found) == ["terms-unsorted"]
