"""What a load run found out."""

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
    hops: float = 0.0
    """Calls from service to service that an answer took, in the mean."""


@dataclass(frozen=True, slots=True)
class Generator:
    """How the generator itself did: what it could not do must not be blamed on the shop."""

    late: Latency = field(default_factory=Latency)
    """How long after its due time a visit began: a generator short of CPU falls behind."""
    cpu_us: float = 0.0
    """Its own CPU time per request."""
    connections: int = 0
    """Kept for single users; 0 where visits share as few as it takes."""


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
    goodput_rps: float = 0.0
    """Requests per second that were neither errors nor limited."""
    accepted: Latency = field(default_factory=Latency)
    """Of those alone: a quick refusal must not make the rest look better."""
    failures: Mapping[str, int] = field(default_factory=dict)
    """Errors by status, or by the reason for no answer."""
    generator: Generator = field(default_factory=Generator)


class Tally:
    """Counts answers while a run goes on."""

    def __init__(self) -> None:
        self._latencies: dict[str, list[float]] = defaultdict(list)
        self._accepted: list[float] = []
        self._statuses: dict[str, Counter[str]] = defaultdict(Counter)
        self._hops: Counter[str] = Counter()
        self._late_ms: list[float] = []
        self._second: list[float] = []
        self._second_errors = 0
        self._dropped = 0

    def begin(self, late_s: float) -> None:
        """Note how long after its due time a visit began."""
        self._late_ms.append(max(0.0, late_s * 1000))

    def count(self, endpoint: str, answer: Answer) -> None:
        """Note one answer, or that there was none."""
        status = answer.failure or str(answer.status)
        self._statuses[endpoint][status] += 1
        self._latencies[endpoint].append(answer.latency_ms)
        self._second.append(answer.latency_ms)
        if _is_error(status):
            self._second_errors += 1
        elif answer.status != HTTPStatus.TOO_MANY_REQUESTS:
            self._accepted.append(answer.latency_ms)
            self._hops[endpoint] += int(answer.headers.get("x-hops", "0"))

    def drop(self) -> None:
        """Note a visit that could not begin."""
        self._dropped += 1

    def sample(self, at_s: float) -> Sample:
        """The time since the last sample."""
        sample = Sample(at_s, len(self._second), self._second_errors, latency(self._second))
        self._second, self._second_errors = [], 0
        return sample

    def result(self, seconds: float, *, cpu_s: float = 0.0, connections: int = 0) -> LoadResult:
        """The whole run."""
        endpoints = tuple(self._endpoint(name) for name in sorted(self._latencies))
        everything = [ms for latencies in self._latencies.values() for ms in latencies]
        failures = self._failures()
        limit = str(HTTPStatus.TOO_MANY_REQUESTS.value)
        return LoadResult(
            seconds=seconds,
            requests=len(everything),
            rps=len(everything) / seconds if seconds else 0.0,
            errors=failures.total(),
            limited=sum(statuses[limit] for statuses in self._statuses.values()),
            dropped=self._dropped,
            latency=latency(everything),
            endpoints=endpoints,
            goodput_rps=len(self._accepted) / seconds if seconds else 0.0,
            accepted=latency(self._accepted),
            failures=dict(failures),
            generator=Generator(
                late=latency(self._late_ms),
                cpu_us=1e6 * cpu_s / max(1, len(everything)),
                connections=connections,
            ),
        )

    def _failures(self) -> Counter[str]:
        every = sum(self._statuses.values(), Counter[str]())
        return Counter({status: n for status, n in every.items() if _is_error(status)})

    def _endpoint(self, name: str) -> EndpointResult:
        statuses = self._statuses[name]
        errors = sum(n for status, n in statuses.items() if _is_error(status))
        latencies = self._latencies[name]
        return EndpointResult(
            name,
            len(latencies),
            errors,
            latency(latencies),
            dict(statuses),
            self._hops[name] / max(1, len(latencies) - errors),
        )


def _is_error(status: str) -> bool:
    """Whether the shop failed: it said so (5xx), or said nothing."""
    return not status.isdigit() or int(status) >= HTTPStatus.INTERNAL_SERVER_ERROR
