"""Rules of a single text, and of a text and its translation."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from content.lint.flaw import Flaw
from content.markdown import fences, links, sections
from content.messages import Language

WIDEST = 73
"""Columns of a drawing or of code that an 80-column terminal shows whole."""


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson, a task or the hints of an exercise, in one language."""

    kind: str
    """`lessons` or `exercises`."""
    language: Language
    name: str
    text: str

    @property
    def file(self) -> str:
        """Path inside `content`."""
        return f"{self.kind}/{self.language.value}/{self.name}.md"

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its headings, in order."""
        return tuple(section.anchor for section in sections(self.text) if section.anchor)


def lesson_pages() -> tuple[Page, ...]:
    """Every lesson in both languages."""
    return tuple(_read("lessons"))


def task_pages() -> tuple[Page, ...]:
    """Every task and its hints in both languages."""
    return tuple(_read("exercises"))


def page_flaws(page: Page, targets: frozenset[str]) -> Iterator[Flaw]:
    """What is wrong with one text; `targets` are the lessons and anchors that links may name."""
    yield from _headings(page)
    yield from _fences(page)
    yield from _links(page, targets)


def pair_flaws(page: Page, twin: Page | None) -> Iterator[Flaw]:
    """Where a text and its translation differ in structure."""
    if twin is None:
        yield Flaw(page.file, 0, "translation-missing", Language.RU.value)
        return
    if page.anchors != twin.anchors:
        differing = sorted(set(page.anchors) ^ set(twin.anchors))
        yield Flaw(twin.file, 0, "anchors-differ", ", ".join(differing))
    here, there = ([fence.language for fence in fences(p.text)] for p in (page, twin))
    if here != there:
        yield Flaw(twin.file, 0, "fences-differ", f"{len(here)} ≠ {len(there)}")


def _headings(page: Page) -> Iterator[Flaw]:
    found = sections(page.text)
    if not found or found[0].level != 1:
        yield Flaw(page.file, 1, "title-missing")
    # a hint is shown alone and nothing points at it
    if not page.name.endswith(".hints"):
        for section in found[1:]:
            if not section.anchor:
                yield Flaw(page.file, section.line, "anchor-missing", section.title)
    for anchor, times in Counter(page.anchors).items():
        if times > 1:
            yield Flaw(page.file, 0, "anchor-twice", anchor)


def _fences(page: Page) -> Iterator[Flaw]:
    for fence in fences(page.text):
        if not fence.closed:
            yield Flaw(page.file, fence.line, "fence-open")
        if not fence.language:
            yield Flaw(page.file, fence.line, "fence-language-missing")
        for offset, line in enumerate(fence.body, start=1):
            if len(line) > WIDEST:
                yield Flaw(page.file, fence.line + offset, "block-too-wide", str(len(line)))


def _links(page: Page, targets: frozenset[str]) -> Iterator[Flaw]:
    for link in links(page.text):
        if link.target.startswith(("https://", "http://")):
            continue
        name = f"{page.name}{link.target}" if link.target.startswith("#") else link.target
        if name not in targets:
            yield Flaw(page.file, link.line, "link-broken", link.target)


def _read(kind: str) -> Iterator[Page]:
    for language in Language:
        folder = resources.files("content") / kind / language.value
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            name = file.name.removesuffix(".md")
            if name != file.name:
                yield Page(kind, language, name, file.read_text(encoding="utf-8"))
