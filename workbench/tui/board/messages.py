"""What the board's workers report."""

from dataclasses import dataclass

from workbench.ports.decomposition import Coupling, Cut, Limits, Optimum, Price
from workbench.tui.answer import Answer
from workbench.tui.board.asides import Comparison, Follows
from workbench.tui.board.view import Appraisal


@dataclass
class MineKnown(Answer):
    """The learner's cut and what they want kept have been read."""

    cut: Cut
    limits: Limits


@dataclass
class CutKnown(Answer):
    """A named cut has been read."""

    cut: Cut


@dataclass
class OptimumKnown(Answer):
    """The best cut has been found."""

    optimum: Optimum


@dataclass
class Appraised(Answer):
    """The price of what is on the board."""

    appraisal: Appraisal


@dataclass
class CouplingsKnown(Answer):
    """The graph has been read."""

    couplings: tuple[Coupling, ...]


@dataclass
class Compared(Answer):
    """The cut beside every baseline."""

    price: Price
    others: tuple[Comparison, ...]


@dataclass
class ConsequencesKnown(Answer):
    """What follows from the cut."""

    found: Follows


@dataclass
class Saved(Answer):
    """The boundaries file is written."""

    path: str
    then_run: bool
