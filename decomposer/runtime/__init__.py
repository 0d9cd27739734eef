"""What a cut would do to latency, availability and load: a small model and its assumptions."""

from decomposer.runtime.assumptions import DEFAULTS, Assumptions, BadAssumptionError, Range
from decomposer.runtime.forecast import Forecast, forecast

__all__ = ["DEFAULTS", "Assumptions", "BadAssumptionError", "Forecast", "Range", "forecast"]
