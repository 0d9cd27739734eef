"""An answer: the texts of the learner's files that an exercise reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from decomposer.documents import DocumentError, Problem, read_text
from exercises.definition import Definition

_TOP_LEVEL_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the learner wrote, by path inside their folder."""

    texts: Mapping[str, str]

    def text(self, file: str) -> str:
        """The text of one file."""
        return self.texts[file]


def read_answer(definition: Definition, folder: Path) -> Answer:
    """Read the files that the exercise asks for.

    Raises:
        DocumentError: with every file that is missing, unreadable or not UTF-8.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for file in definition.answer_files:
        try:
            texts[file] = read_text(folder / file, file)
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return Answer(texts)


def splice_section(blueprint_text: str, section_text: str) -> str:
    """Put a section into a blueprint's text, over the one of that name or at the end.

    Works on lines, so comments and order of all other sections stay, and a blueprint whose old
    section is broken YAML can still be mended. `section_text` may hold several sections.
    """
    text = blueprint_text
    for key, lines in _sections(section_text.splitlines()):
        if key is not None:
            text = _replace(text.splitlines(), key, lines[: len(lines) - len(_trailing(lines))])
    return text


def without_section(blueprint_text: str, key: str) -> str:
    """The blueprint's text with one section taken out."""
    kept = [
        _trailing(lines) if name == key else lines
        for name, lines in _sections(blueprint_text.splitlines())
    ]
    return _joined([line for lines in kept for line in lines])


def section_of(blueprint_text: str, key: str) -> str | None:
    """The text of one section of a blueprint; None where it has no such section."""
    for name, lines in _sections(blueprint_text.splitlines()):
        if name == key:
            return _joined(lines[: len(lines) - len(_trailing(lines))])
    return None


def _replace(old: list[str], key: str, section: list[str]) -> str:
    parts = list(_sections(old))
    if key not in (name for name, _ in parts):
        apart = [""] if old and old[-1].strip() else []
        return _joined([*old, *apart, *section])
    written: list[str] = []
    for name, lines in parts:
        written += [*section, *_trailing(lines)] if name == key else lines
    return _joined(written)


def _sections(lines: list[str]) -> Iterator[tuple[str | None, list[str]]]:
    """Each top-level key with its lines; what stands before the first key comes under None."""
    key: str | None = None
    held: list[str] = []
    for line in lines:
        found = _TOP_LEVEL_KEY.match(line)
        if found:
            if held:
                yield key, held
            key, held = found[1], []
        held.append(line)
    if held:
        yield key, held


def _trailing(lines: list[str]) -> list[str]:
    """The blank lines and column-0 comments that end a section: the next section's heading."""
    kept = list(takewhile(lambda line: not line.strip() or line[0] == "#", reversed(lines)))
    return kept[::-1]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
