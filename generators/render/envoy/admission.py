"""Admission at the edge: no more requests at once than are answered in time.

What is too much is refused before any other filter looks at it, where a refusal costs least, and
once for the whole request: what services ask each other belongs to work that was let in.
"""

from generators.blueprint.gateway import Route
from generators.render.envoy.placement import Placement
from generators.render.envoy.typed import FILTER_CONFIG, Json, extension, seconds

NAME = "envoy.filters.http.adaptive_concurrency"
_MESSAGE = "envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency"


def http_filters(placement: Placement) -> list[Json]:
    """The filter; none where nothing is bounded.

    The time of an unhurried answer is given: measuring it means to let in next to nobody meanwhile.
    """
    bound = placement.admission
    if bound is None:
        return []
    controller = {
        "sample_aggregate_percentile": {"value": 50},
        "concurrency_limit_params": {
            "max_concurrency_limit": bound.most,
            "concurrency_update_interval": "0.1s",
        },
        "min_rtt_calc_params": {
            "fixed_value": seconds(bound.within_ms),
            "min_concurrency": bound.least,
            "buffer": {"value": 0},
        },
    }
    return [extension(NAME, _MESSAGE, gradient_controller_config=controller)]


def route_filters(route: Route, placement: Placement) -> Json:
    """Switch it off where answers go on for as long as somebody listens."""
    bound = placement.admission
    if bound is None or route.prefix not in bound.unbounded:
        return {}
    return {NAME: {"@type": FILTER_CONFIG, "config": {}, "disabled": True}}
