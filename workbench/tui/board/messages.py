"""What the board's workers report."""

from dataclasses import dataclass

from textual.message import Message

from workbench.tui.board.view import Appraisal
from workbench.tui.ports.decomposition import Coupling, Cut, Optimum


@dataclass
class CutKnown(Message):
    """A named cut has been read."""

    cut: Cut


@dataclass
class OptimumKnown(Message):
    """The best cut has been found."""

    optimum: Optimum


@dataclass
class Appraised(Message):
    """The price of what is on the board."""

    appraisal: Appraisal


@dataclass
class CouplingsKnown(Message):
    """The graph has been read."""

    couplings: tuple[Coupling, ...]


@dataclass
class Saved(Message):
    """The boundaries file is written."""

    path: str
    then_run: bool
