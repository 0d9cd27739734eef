"""Scoring boundaries: per criterion, in total, and item by item."""

from decomposer.score.crossing import (
    Crossing,
    CrossingCall,
    DistributedTransaction,
    Exposure,
    SharedEntity,
    crossing,
)
from decomposer.score.penalties import Penalty
from decomposer.score.scoring import Score, score

__all__ = [
    "Crossing",
    "CrossingCall",
    "DistributedTransaction",
    "Exposure",
    "Penalty",
    "Score",
    "SharedEntity",
    "crossing",
    "score",
]
