"""What the shop says about itself: logs, metrics and traces, none with anybody's secrets."""

from labs.commerce.platform.telemetry.log import Log
from labs.commerce.platform.telemetry.metrics import Metrics

__all__ = ["Log", "Metrics"]
