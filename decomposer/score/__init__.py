"""Scoring boundaries: per criterion, in total, and item by item."""

from decomposer.score.crossing import (
    Crossing,
    CrossingCall,
    DistributedTransaction,
    SharedEntity,
    crossing,
)
from decomposer.score.penalties import Penalty
from decomposer.score.result import Score
from decomposer.score.scoring import score

__all__ = [
    "Crossing",
    "CrossingCall",
    "DistributedTransaction",
    "Penalty",
    "Score",
    "SharedEntity",
    "crossing",
    "score",
]
