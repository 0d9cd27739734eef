"""What the shop measures, as far as rules and dashboards ask for it."""

BUCKETS_S = (
    *(0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03),
    *(0.05, 0.075, 0.1, 0.2, 0.5, 1.0, 2.5),
)
"""The bounds of its histograms, which are the only durations that shares can be asked for."""

BY = "namespace, service"
"""One Prometheus may watch several environments, and what fails in one burns no other's budget."""

_ASKED = 'module!="platform"'
"""Probes are not what anybody waits for."""


def requests(window: str, by: str = BY) -> str:
    """Requests per second by service, with those that were refused before they were counted."""
    return _with_refused(f"shop_requests_total{{{_ASKED}}}", window, by)


def failures(window: str, by: str = BY) -> str:
    """Requests per second that the service itself failed: 5xx, and refused for its load."""
    return _with_refused(f'shop_requests_total{{{_ASKED},status=~"5.."}}', window, by)


def failed_share(window: str, by: str = BY) -> str:
    """The share of the requests that failed; 0 where there is no counter of failures yet."""
    every = requests(window, by)
    return f"(\n{failures(window, by)}\nor\n0 * {every}\n)\n/\n{every}"


def slow_share(milliseconds: int, window: str, by: str = BY) -> str:
    """The share of the answers that took longer."""
    selected = f'{_ASKED},le="{bound_s(milliseconds)}"'
    fast = f"sum by ({by}) (rate(shop_request_seconds_bucket{{{selected}}}[{window}]))"
    every = f"sum by ({by}) (rate(shop_request_seconds_count{{{_ASKED}}}[{window}]))"
    return f"1 -\n{fast}\n/\n{every}"


def percentile(share: float, window: str) -> str:
    """The time within which this share of the answers came, by service."""
    rates = f"rate(shop_request_seconds_bucket{{{_ASKED}}}[{window}])"
    return f"histogram_quantile({share}, sum by ({BY}, le) ({rates}))"


def bound_s(milliseconds: int) -> float:
    """The bucket that judges a promise: the widest within it, so that no promise is loosened."""
    within = [bound for bound in BUCKETS_S if bound * 1000 <= milliseconds]
    return within[-1] if within else BUCKETS_S[0]


def _with_refused(counted: str, window: str, by: str) -> str:
    refused = f"rate(shop_requests_shed_total[{window}])"
    return f"sum by ({by}) (\n  rate({counted}[{window}])\n  or {refused}\n)"
