"""What a load run measured."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from labs.traffic.client import Answer
from labs.traffic.latency import Latency, latency


@dataclass(frozen=True, slots=True)
class Sample:
    """One second of a load run."""

    at_s: float
    """Since the run began."""
    rps: int
    """Requests answered in this second."""
    errors: int
    latency: Latency


@dataclass(frozen=True, slots=True)
class EndpointResult:
    """One endpoint over the whole run."""

    endpoint: str
    requests: int
    errors: int
    latency: Latency
    statuses: Mapping[str, int] = field(default_factory=dict)
    """By status, or by the reason for no answer."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A whole run."""

    seconds: float
    """From the first visit to the last answer."""
    requests: int
    rps: float
    """Answered requests per second."""
    errors: int
    """Answered with 5xx, or not at all."""
    limited: int
    """Refused by a rate limit (429)."""
    dropped: int
    """Visits not begun, because too many were in flight."""
    latency: Latency
    endpoints: tuple[EndpointResult, ...] = ()


class Tally:
    """Counts answers while a run goes on."""

    def __init__(self) -> None:
        self._latencies: dict[str, list[float]] = defaultdict(list)
        self._statuses: dict[str, Counter[str]] = defaultdict(Counter)
        self._second: list[float] = []
        self._second_errors = 0
        self._dropped = 0

    def count(self, endpoint: str, answer: Answer) -> None:
        """Note one answer, or that there was none."""
        self._statuses[endpoint][answer.failure or str(answer.status)] += 1
        self._latencies[endpoint].append(answer.latency_ms)
        self._second.append(answer.latency_ms)
        self._second_errors += is_error(answer)

    def drop(self) -> None:
        """Note a visit that could not begin."""
        self._dropped += 1

    def sample(self, at_s: float) -> Sample:
        """The time since the last sample."""
        sample = Sample(at_s, len(self._second), self._second_errors, latency(self._second))
        self._second, self._second_errors = [], 0
        return sample

    def result(self, seconds: float) -> LoadResult:
        """The whole run."""
        endpoints = tuple(self._endpoint(name) for name in sorted(self._latencies))
        everything = [ms for latencies in self._latencies.values() for ms in latencies]
        limit = str(HTTPStatus.TOO_MANY_REQUESTS.value)
        return LoadResult(
            seconds=seconds,
            requests=len(everything),
            rps=len(everything) / seconds if seconds else 0.0,
            errors=sum(endpoint.errors for endpoint in endpoints),
            limited=sum(statuses[limit] for statuses in self._statuses.values()),
            dropped=self._dropped,
            latency=latency(everything),
            endpoints=endpoints,
        )

    def _endpoint(self, name: str) -> EndpointResult:
        statuses = self._statuses[name]
        errors = sum(n for status, n in statuses.items() if _is_error(status))
        latencies = self._latencies[name]
        return EndpointResult(name, len(latencies), errors, latency(latencies), dict(statuses))


def is_error(answer: Answer) -> bool:
    """Whether the shop failed: it said so (5xx), or said nothing."""
    return _is_error(answer.failure or str(answer.status))


def _is_error(status: str) -> bool:
    return not status.isdigit() or int(status) >= HTTPStatus.INTERNAL_SERVER_ERROR
