"""Rules of a quiz."""

from collections import Counter
from collections.abc import Collection, Iterator

from content.lint.flaw import Flaw
from content.quizzes import Question, Quiz

FEWEST, MOST = 2, 5
"""Options of a question that can be told apart at a glance."""


def quiz_flaws(quiz: Quiz, name: str, anchors: Collection[str]) -> Iterator[Flaw]:
    """What is wrong with the quiz in file `name`; `anchors` are those of its lesson."""
    file = f"quizzes/{name}.yaml"
    if quiz.chapter != name:
        yield Flaw(file, 0, "quiz-of-another-chapter", quiz.chapter)
    for question_id, times in Counter(question.id for question in quiz.questions).items():
        if times > 1:
            yield Flaw(file, 0, "question-twice", question_id)
    for question in quiz.questions:
        for code in _question_codes(question, anchors):
            yield Flaw(file, 0, code, question.id)


def _question_codes(question: Question, anchors: Collection[str]) -> Iterator[str]:
    if not FEWEST <= len(question.options) <= MOST:
        yield "options-too-few-or-many"
    if sum(option.correct for option in question.options) != 1:
        yield "correct-not-one"
    for texts in ([o.ru for o in question.options], [o.en for o in question.options]):
        if len(set(texts)) < len(texts):
            yield "options-alike"
    if question.read and question.read not in anchors:
        yield "question-reads-nowhere"
