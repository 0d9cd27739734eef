"""The only writer of generated files: plans first, merges, and never loses what was edited."""

from generators.writing.again import Unchanged, unchanged
from generators.writing.beside import put_beside
from generators.writing.change import Change, FileChange, Plan
from generators.writing.plan import plan
from generators.writing.record import Made
from generators.writing.remembered import MadeOf, remembered_comments, remembered_origin
from generators.writing.sides import Sides
from generators.writing.undo import Undone, undo
from generators.writing.write import write

__all__ = [
    "Change",
    "FileChange",
    "Made",
    "MadeOf",
    "Plan",
    "Sides",
    "Unchanged",
    "Undone",
    "plan",
    "put_beside",
    "remembered_comments",
    "remembered_origin",
    "unchanged",
    "undo",
    "write",
]
