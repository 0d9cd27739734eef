"""A request as it is counted, logged and traced."""

import time
from dataclasses import dataclass, field
from http import HTTPStatus

from opentelemetry.trace import Span, Status, StatusCode

from labs.commerce.platform.serving.routing import RPC
from labs.commerce.platform.telemetry.instruments import Instruments
from labs.commerce.platform.telemetry.tracing import MODULE

PLATFORM = "platform"
"""What stands for a module where none answers."""

UNMATCHED = "none"
"""The route of a request that fits none: paths are made up without end, routes are not."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(slots=True)
class Served:
    """One request, from its arrival to its answer."""

    method: str
    path: str
    module: str
    internal: bool
    """Whether another deployable asks."""
    _started: float = field(default_factory=time.perf_counter)

    def span(self, instruments: Instruments) -> Span | None:
        """The request's span, where it is sampled. Probes never are."""
        if self.module == PLATFORM:
            return None
        about = {MODULE: self.module, "http.request.method": self.method, "url.scheme": "http"}
        return instruments.tracer.request(self.method, about, internal=self.internal)

    def ended(self, instruments: Instruments, route: str, status: int, span: Span | None) -> None:
        """Count the answer; log what changed something or failed; complete the span."""
        seconds = time.perf_counter() - self._started
        method = self.method if self.method in _METHODS else "OTHER"
        labels = {"module": self.module, "method": method, "route": route}
        instruments.metrics.count("shop_requests_total", **labels, status=str(status))
        instruments.metrics.observe("shop_request_seconds", seconds, **labels)
        if self._is_told(route, status):
            instruments.log.info(
                "request",
                method=self.method,
                path=self.path,
                module=self.module,
                status=status,
                ms=round(seconds * 1000, 2),
            )
        if span is not None:
            self._complete(span, route)
            _conclude(span, status)

    def _is_told(self, route: str, status: int) -> bool:
        """Whether the log has it: what changed something, and what failed. Probes repeat."""
        if self.module == PLATFORM and route != UNMATCHED:
            return False
        changes = self.method != "GET" and not self.internal
        return changes or status >= HTTPStatus.BAD_REQUEST

    def _complete(self, span: Span, route: str) -> None:
        """Name the span after the template, never the path: that may hold somebody's data."""
        span.set_attribute("http.route", route)
        if self.internal:
            operation = route.removeprefix(RPC)
            span.update_name(operation)
            span.set_attributes({"rpc.system.name": "shop", "rpc.method": operation})
        else:
            span.update_name(f"{self.method} {route}")


def _conclude(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_attribute("error.type", str(status))
        span.set_status(Status(StatusCode.ERROR))
