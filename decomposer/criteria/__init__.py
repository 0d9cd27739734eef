"""The four criteria: each turns a graph into evidence about pairs of modules."""

from decomposer.criteria.evidence import Criterion, Direction, Evidence, Pair, pair
from decomposer.criteria.pricing import DEFAULT_WEIGHTS, Couplings, Reason, couplings
from decomposer.criteria.weights import BadWeightsError, Weights

__all__ = [
    "DEFAULT_WEIGHTS",
    "BadWeightsError",
    "Couplings",
    "Criterion",
    "Direction",
    "Evidence",
    "Pair",
    "Reason",
    "Weights",
    "couplings",
    "pair",
]
