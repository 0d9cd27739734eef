"""The course map as text."""

from content.messages import Messages
from workbench.ports.course import Architecture, Chapter, Item, Overview, Standing, Week
from workbench.tui.ink import Line, Role, bar, cell, justified, line, wrapped
from workbench.tui.rows import Row

BAR_CELLS = 5
PROSE_CELLS = 40
"""Where a column is narrower, warnings are counted and not told: they would push out the rest."""
MARKS = {
    Standing.DONE: ("✔", Role.GOOD),
    Standing.BEGUN: ("◐", Role.ACCENT),
    Standing.UNTOUCHED: ("·", Role.MUTED),
}


def outline(overview: Overview, width: int) -> list[Row]:
    """Weeks, their chapters' lessons, and the exercises under them."""
    rows: list[Row] = []
    for week in overview.weeks:
        rows.append(Row(_week(week, width)))
        for chapter in week.chapters:
            rows.extend(_items(chapter, overview.next_id, width))
    return rows


def heading(overview: Overview | None, words: Messages) -> tuple[Line, Line]:
    """Product and learner's folder; language and percent."""
    left = line((words.text("tui-product"), Role.STRONG))
    if overview is None:
        return left, line()
    percent = f"{overview.percent} %"
    right = line(
        (overview.learner + "  ", Role.MUTED),
        (bar(overview.percent / 100, 8), Role.BAR),
        (" " + percent, Role.STRONG),
    )
    return left, right


def detail(overview: Overview, item_id: str | None, words: Messages, width: int) -> list[Line]:
    """What the item under the cursor is."""
    found = next(
        (
            (chapter, item)
            for week in overview.weeks
            for chapter in week.chapters
            for item in chapter.items
            if item.id == item_id
        ),
        None,
    )
    if found is None:
        return wrapped(words.text("tui-course-empty"), width, Role.MUTED)
    chapter, item = found
    facts = [words.text(f"tui-kind-{item.kind}"), words.text("tui-minutes", minutes=item.minutes)]
    if item.live:
        facts.append(words.text("tui-live"))
    mark, role = MARKS[item.standing]
    return [
        *wrapped(_numbered(chapter) + item.title, width, Role.STRONG),
        line((" · ".join(facts), Role.MUTED)),
        line((mark + " ", role), words.text(f"tui-standing-{item.standing}")),
        *_next_hint(overview, item, words, width),
    ]


def architecture(
    state: Architecture | None, boundaries: str, words: Messages, width: int
) -> list[Line]:
    """The learner's blueprint at a glance, and how far its boundaries are from the best."""
    if state is None:
        return [line(("…", Role.MUTED))]
    if not state.facts and not state.warnings:
        return wrapped(words.text("tui-architecture-none"), width, Role.MUTED)
    facts = (*state.facts, boundaries) if boundaries else state.facts
    lines = [each for fact in facts for each in wrapped(fact, width, indent="  ")]
    if width < PROSE_CELLS and state.facts and state.warnings:
        told = words.text("tui-architecture-warnings", warnings=len(state.warnings))
        return [*wrapped("! " + told, width, Role.WARN, indent="  "), *lines]
    for warning in state.warnings:
        lines.extend(wrapped("! " + warning, width, Role.WARN, indent="  "))
    return lines


def _week(week: Week, width: int) -> Line:
    done = sum(chapter.done for chapter in week.chapters)
    every = sum(len(chapter.items) for chapter in week.chapters)
    label = week.label.replace("-", "–") + "  " if week.label[:1].isdigit() else ""
    progress = bar(done / every if every else 0, BAR_CELLS)
    left = line((label, Role.ACCENT), (week.title, Role.STRONG))
    right = line(" ", (progress, Role.BAR), (f" {done}/{every}", Role.MUTED))
    return justified(left, right, width)


def _items(chapter: Chapter, next_id: str, width: int) -> list[Row]:
    return [
        Row(_item(chapter, item, width, is_next=item.id == next_id), item.id)
        for item in chapter.items
    ]


def _item(chapter: Chapter, item: Item, width: int, *, is_next: bool) -> Line:
    mark, role = MARKS[item.standing]
    number = _numbered(chapter) if item.kind == "lesson" else ""
    title = (item.title, Role.STRONG if is_next else Role.PLAIN)
    left = line((cell(number, 4), Role.MUTED), title)
    right = line((" ← " if is_next else "   ", Role.ACCENT), (mark, role))
    return justified(left, right, width)


def _numbered(chapter: Chapter) -> str:
    return f"{chapter.id} " if chapter.id[0].isdigit() else ""


def _next_hint(overview: Overview, item: Item, words: Messages, width: int) -> list[Line]:
    following = next((each for each in overview.items if each.id == overview.next_id), None)
    if following is None:
        return [line(), *wrapped(words.text("tui-course-finished"), width, Role.GOOD)]
    if following.id == item.id:
        return [line(), *wrapped(words.text("tui-this-is-next"), width, Role.ACCENT)]
    return [line(), *wrapped(words.text("tui-next-is", title=following.title), width, Role.MUTED)]
