"""Self-check questions: one file per chapter, both languages side by side.

```yaml
chapter: "4.1"
questions:
  - id: what-conway-says        # stable: progress is kept by it
    question: {ru: …, en: …}
    options:                    # two to five; exactly one is `correct: true`
      - {ru: …, en: …}
      - {ru: …, en: …, correct: true}
    why: {ru: …, en: …}         # shown after any answer: why the right one is right
    read: one-transaction       # optional: an anchor of the same chapter's lesson
```
"""

from functools import cache
from importlib import resources

from content.errors import UnknownContentError
from content.records import Bilingual, Record, read_record


class Option(Bilingual, frozen=True):
    """One answer to choose."""

    correct: bool = False


class Question(Record, frozen=True):
    """A question with exactly one correct option."""

    id: str
    question: Bilingual
    options: tuple[Option, ...]
    why: Bilingual
    read: str = ""
    """An anchor of the chapter's lesson, or empty."""

    @property
    def correct(self) -> int:
        """The position of the correct option, from 0."""
        return next(place for place, option in enumerate(self.options) if option.correct)


class Quiz(Record, frozen=True):
    """The questions of a chapter."""

    chapter: str
    questions: tuple[Question, ...]


def quiz_chapters() -> tuple[str, ...]:
    """The chapters that have a quiz, in order."""
    files = resources.files(__package__).iterdir()
    return tuple(sorted(f.name.removesuffix(".yaml") for f in files if f.name.endswith(".yaml")))


@cache
def load_quiz(chapter: str) -> Quiz:
    """The quiz of a chapter.

    Raises:
        UnknownContentError: the chapter has no quiz.
        MalformedContentError: its file is broken.
    """
    if chapter not in quiz_chapters():
        raise UnknownContentError("quiz", chapter, quiz_chapters())
    return read_record(resources.files(__package__) / f"{chapter}.yaml", Quiz)
