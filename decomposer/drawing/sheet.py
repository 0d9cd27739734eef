"""What all SVG drawings share: the page, its colours, and words that come from outside."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

CALL, EVENT, INK, QUIET, WARNING = "#b4412f", "#2f6fb4", "#1f2933", "#55606e", "#8a5a00"
STYLE = f"""\
<style>
  text {{ font: 13px Helvetica, Arial, sans-serif; fill: {INK} }}
  .service {{ fill: #eef2f7; stroke: #7b8794 }}
  .name {{ font-weight: bold }}
  .title {{ font-size: 18px; font-weight: bold }}
  .small {{ font-size: 11px; fill: {QUIET} }}
  .warning {{ font-size: 12px; fill: {WARNING} }}
  .call {{ fill: none; stroke: {CALL}; stroke-opacity: .55 }}
  .event {{ fill: none; stroke: {EVENT}; stroke-opacity: .55; stroke-dasharray: 6 5 }}
  .kernel {{ stroke: #e2a400; stroke-width: 13; stroke-opacity: .28; stroke-linecap: round }}
  .tip {{ fill: {QUIET} }}
</style>"""


class Words(Protocol):
    """A sentence of the drawings' catalogue, `drawing-<code>`, in somebody's language."""

    def __call__(self, code: str, **params: object) -> str:
        """The sentence with its places filled."""
        ...


def page(title: str, width: float, height: float, body: Iterable[str]) -> str:
    """A whole document; lengths are pixels."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img">'
    )
    lines = [
        opening,
        f"<title>{escape(title)}</title>",
        STYLE,
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def text(x: float, y: float, content: str, kind: str = "", *, anchor: str = "start") -> str:
    """A line of text; `kind` is one of the style's classes."""
    chosen = f' class="{kind}"' if kind else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{chosen} x="{x:g}" y="{y:g}"{where}>{escape(content)}</text>'


def folded(content: str, letters: int) -> list[str]:
    """A sentence in lines of at most so many letters, as far as its words allow."""
    lines: list[str] = []
    for word in content.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
