"""Figures with their units, as the language writes them."""

from workbench.cli.words import words


def seconds(figure: float) -> str:
    """Seconds, to a tenth."""
    return words().text("cli-seconds", seconds=figure)


def milliseconds(figure: float | str) -> str:
    """Milliseconds: a number to a tenth, or figures that are written already."""
    text = figure if isinstance(figure, str) else f"{figure:.1f}"
    return words().text("cli-milliseconds", ms=text)


def megabytes(figure: float) -> str:
    """Whole megabytes."""
    return words().text("cli-megabytes", memory=figure)


def processor_seconds(figure: float) -> str:
    """Seconds of one core, to a tenth."""
    return words().text("cli-processor-seconds", seconds=figure)
