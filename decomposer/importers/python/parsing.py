"""The syntax tree of a file, or where it breaks off."""

import ast

from decomposer.documents import Problem
from decomposer.importers.python.files import SourceFile


def parsed(file: SourceFile) -> ast.Module | Problem:
    """The tree; a problem at the line and column of the first error where there is none."""
    try:
        return ast.parse(file.text)
    except SyntaxError as error:
        line = error.lineno or 0
        return Problem(file.path, line, max(1, error.offset or 1) if line else 0, "python-syntax")
    except (ValueError, RecursionError, MemoryError):
        return Problem(file.path, 0, 0, "python-syntax")
