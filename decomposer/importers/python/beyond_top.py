"""Relative imports that lead above the top-level package, on which grimp's scanner panics."""

import ast
import re

from decomposer.documents import Problem
from decomposer.importers.python.files import SourceFile
from decomposer.importers.python.parsing import parsed

_RELATIVE = re.compile(r"from[\s\\]+((?:\.[\s\\]*)+)")


def beyond_top(file: SourceFile) -> Problem | None:
    """The first such import of a file; a file that does not parse has none."""
    depth = file.module.count(".") + file.package
    if all(found.group(1).count(".") <= depth for found in _RELATIVE.finditer(file.text)):
        return None
    tree = parsed(file)
    if isinstance(tree, Problem):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level > depth:
            return Problem(file.path, node.lineno, node.col_offset + 1, "python-beyond-top")
    return None
