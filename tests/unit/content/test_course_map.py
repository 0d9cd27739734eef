"""The map, the texts and the exercises agree."""

import re
from pathlib import Path

import pytest

import exercises as package
from content.course import load_course
from content.exercises import load_task
from content.lessons import load_lesson
from content.messages import Language
from exercises.catalogue import exercises

EXERCISES = tuple(exercises())
REFERENCES = sorted(
    {
        reference
        for file in Path(package.__path__[0]).rglob("*.py")
        for reference in re.findall(r'"(\d\.\d#[a-z0-9-]+)"', file.read_text(encoding="utf-8"))
    }
)


def test_the_map_asks_for_exactly_the_exercises_there_are():
    assert {exercise.id for exercise in load_course().exercises} == {
        exercise.definition.id for exercise in EXERCISES
    }


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.definition.id)
def test_an_exercise_stands_in_the_chapter_it_names(exercise):
    chapter = load_course().chapter_of(exercise.definition.id)
    assert chapter is not None
    assert chapter.id == exercise.definition.chapter


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.definition.id)
def test_a_task_says_the_minutes_of_its_exercise(exercise, language):
    text = load_task(exercise.definition.id, language).markdown
    said = re.search(r"(\d+) (?:minutes|минут)", text)
    assert said is not None
    assert int(said[1]) == exercise.definition.minutes


def test_findings_point_into_the_lessons():
    assert len(REFERENCES) > 30


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_finding_points_at_an_anchor_that_exists(reference):
    lesson, _, anchor = reference.partition("#")
    assert anchor in load_lesson(lesson, Language.EN).anchors
