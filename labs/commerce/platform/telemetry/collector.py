"""A collector that takes OTLP over HTTP."""

from http import HTTPStatus

from labs.commerce.platform.calls.client import AnswerLostError, Channel, NotSentError
from labs.commerce.platform.telemetry.metrics import Metrics

_PATIENCE_S = 2.0
_PATH = "/v1/traces"


class Collector:
    """Takes spans if it can; the shop never waits for it."""

    def __init__(self, endpoint: str, metrics: Metrics) -> None:
        self._channel = Channel(endpoint)
        self._metrics = metrics

    async def send(self, line: bytes) -> None:
        """Send spans. What a collector does not take is counted and forgotten: files have it."""
        try:
            answer = await self._channel.post(_PATH, line, {}, _PATIENCE_S)
            taken = answer.status < HTTPStatus.BAD_REQUEST
        except (NotSentError, AnswerLostError, TimeoutError):
            taken = False
        self._metrics.count("shop_span_exports_total", outcome="taken" if taken else "refused")
