"""How far the best boundaries depend on the weights: where they flip, and what never moves."""

from decomposer.sensitivity.dials import Dial, dials
from decomposer.sensitivity.envelope import Span, envelope
from decomposer.sensitivity.flips import Flip, Flips, flips, moves
from decomposer.sensitivity.simplex import PairShare, Stability, Sway, mixtures, stability

__all__ = [
    "Dial",
    "Flip",
    "Flips",
    "PairShare",
    "Span",
    "Stability",
    "Sway",
    "dials",
    "envelope",
    "flips",
    "mixtures",
    "moves",
    "stability",
]
