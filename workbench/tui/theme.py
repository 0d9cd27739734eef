"""Two quiet themes, and how each role of text looks in them."""

from textual.content import Content
from textual.theme import Theme

from workbench.tui.ink import Line, Role

DARK = Theme(
    name="workbench-dark",
    primary="#7aa2c8",
    secondary="#5b7a99",
    accent="#e0b070",
    foreground="#d4d7dc",
    background="#14171c",
    surface="#14171c",
    panel="#1d2229",
    success="#8fbf8a",
    warning="#e0b070",
    error="#e08080",
    dark=True,
    variables={
        "border": "#3a424d",
        "border-blurred": "#3a424d",
        "scrollbar": "#2b323b",
        "scrollbar-hover": "#3a424d",
        "scrollbar-active": "#7aa2c8",
        "scrollbar-background": "#14171c",
        "scrollbar-background-hover": "#14171c",
        "scrollbar-background-active": "#14171c",
        "scrollbar-corner-color": "#14171c",
        "muted": "#7f8894",
        "chosen": "#27405a",
        "track": "#2b323b",
    },
)

LIGHT = Theme(
    name="workbench-light",
    primary="#2b5f8f",
    secondary="#5b7a99",
    accent="#8a5a00",
    foreground="#22262b",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#efece5",
    success="#2f6f35",
    warning="#8a5a00",
    error="#a03030",
    dark=False,
    variables={
        "border": "#c3bfb4",
        "border-blurred": "#c3bfb4",
        "scrollbar": "#dcd8cd",
        "scrollbar-hover": "#c3bfb4",
        "scrollbar-active": "#2b5f8f",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "muted": "#6b6f75",
        "chosen": "#cfe0f0",
        "track": "#dcd8cd",
    },
)

STYLES = {
    Role.PLAIN: "",
    Role.STRONG: "bold",
    Role.MUTED: "$muted",
    Role.ACCENT: "bold $primary",
    Role.GOOD: "$success",
    Role.WARN: "$warning",
    Role.BAD: "$error",
    Role.CURSOR: "bold on $chosen",
    Role.BAR: "$primary on $track",
}


def painted(lines: list[Line]) -> Content:
    """Lines as Textual content."""
    rows = (
        Content.assemble(*((span.text, STYLES[span.role]) for span in each.spans)) for each in lines
    )
    return Content("\n").join(rows)
