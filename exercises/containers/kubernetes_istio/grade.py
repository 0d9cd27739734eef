"""Judge the manifests, then play the canary on real Envoy and count who answered."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from exercises.containers.kubernetes_istio import access, canary, workload
from exercises.containers.kubernetes_istio.canary import Measured
from exercises.containers.kubernetes_istio.envoy import bootstrap
from exercises.containers.kubernetes_istio.evidence import DEPLOYMENTS, Manifests, read
from exercises.containers.kubernetes_istio.traffic import CANARY, NOBODY, PATH, SERVICE, Arrivals
from exercises.grading.bench import Bench, Stand
from exercises.grading.grader import Grader, Rehearsal


def observe(manifests: Manifests, bench: Bench) -> Measured:
    """Send plain requests and testers' requests through Envoy."""
    subsets = [(SERVICE, version) for version in DEPLOYMENTS]
    with bench.open_stand((), partial(bootstrap, manifests), subsets=subsets) as stand:
        return Measured(
            manifests,
            _arrivals(stand, {}, canary.PLAIN_REQUESTS),
            _arrivals(stand, CANARY, canary.HEADER_REQUESTS),
        )


def figures(measured: Measured) -> Mapping[str, float | int | str]:
    """The counts and the test's result."""
    return {
        "plain_requests": measured.plain.sent,
        "plain_to_v2": measured.plain.by_version.get("v2", 0),
        "p_value": round(measured.p_value(), 4),
        "tester_requests": measured.testers.sent,
        "testers_to_v2": measured.testers.by_version.get("v2", 0),
    }


def _arrivals(stand: Stand, headers: Mapping[str, str], count: int) -> Arrivals:
    replies = (stand.send("GET", PATH, headers=headers) for _ in range(count))
    return Arrivals(count, Counter(str(reply.json.get("version", NOBODY)) for reply in replies))


GRADER = Grader(
    read,
    (*workload.CHECKS, *access.CHECKS, *canary.CHECKS),
    Rehearsal(observe, canary.LIVE_CHECKS, figures, canary.SHOWN_BY_TRAFFIC),
)
