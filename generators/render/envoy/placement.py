"""Where the gateway stands and where it finds the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Address = tuple[str, int]
"""A host name or an IP address, and a port."""


@dataclass(frozen=True, slots=True)
class JwksSource:
    """A service that publishes the keys of its tokens."""

    service: str
    path: str
    refresh_ms: int = 2000
    """How old the gateway's copy gets: a new key must be published for longer before it signs."""


@dataclass(frozen=True, slots=True)
class Admission:
    """How many requests the gateway has in work at once, for all services together."""

    within_ms: int
    """How long the median answer may take: where it takes longer, fewer are let in."""
    least: int
    """So many always are, however long a starved machine takes over them."""
    most: int
    unbounded: Sequence[str] = ()
    """Prefixes of routes that do not count: answers that go on would take all the room."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Addresses and files of one running gateway; the blueprint says nothing about these."""

    upstreams: Mapping[str, Sequence[Address]]
    """The replicas of each service."""
    subsets: Mapping[tuple[str, str], Sequence[Address]] = field(default_factory=dict)
    """The replicas of (service, subset), for canaries. A canary without them is left out."""
    listener: Address = ("0.0.0.0", 8080)  # noqa: S104 - a container's own network
    admin: Address = ("127.0.0.1", 9901)
    config_dir: str = "/etc/envoy"
    """Where the returned files will stand; watched for changes when `dynamic`."""
    jwks_file: str = "/etc/envoy/jwks.json"
    jwks_source: JwksSource | None = None
    """Who publishes the key set, in place of the file: rotated keys then arrive by themselves."""
    access_log: str = "/dev/stdout"
    api_keys: Mapping[str, str] = field(default_factory=dict)
    """The key of each client in `gateway.auth.api_keys.clients`."""
    dynamic: bool = False
    """Routes and clusters in files of their own, which Envoy reads again when they are replaced."""
    enforce_limits: bool = True
    """Off for a load run that measures services and not the limits."""
    fault_headers: bool = False
    """Let a request ask for a fault with `x-envoy-fault-*` headers: for labs only."""
    trace_ratio: float | None = None
    """The part of all requests that begin a trace; without it the gateway takes no part in traces.

    It writes down no spans: the access log tells each request's place in its trace."""
    withheld: Sequence[str] = ()
    """Prefixes that lead nowhere from outside, whatever the routes say: 404."""
    trusted_hops: int = 0
    """Proxies in front whose `x-forwarded-for` is believed."""
    admission: Admission | None = None
    """What is refused before anything else is done with it; without it nothing is."""
    most_at_once: int | None = None
    """Requests in flight, and as many waiting, to a service whose breaker the blueprint leaves out:
    what is more is refused here, where it costs least."""
