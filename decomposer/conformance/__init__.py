"""The declared graph held against what was seen of the running system."""

from decomposer.conformance.comparing import (
    Absence,
    Conformance,
    Difference,
    Divergence,
    conformance,
)
from decomposer.conformance.observing import Observation, Sighting, observe

__all__ = [
    "Absence",
    "Conformance",
    "Difference",
    "Divergence",
    "Observation",
    "Sighting",
    "conformance",
    "observe",
]
