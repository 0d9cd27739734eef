"""Judge the manifests, then play the canary on real Envoy and count who answered."""

from collections import Counter
from collections.abc import Mapping, Sequence

from exercises.containers.kubernetes_istio import access, canary, workload
from exercises.containers.kubernetes_istio.canary import Measured
from exercises.containers.kubernetes_istio.envoy import bootstrap
from exercises.containers.kubernetes_istio.evidence import DEPLOYMENTS, Manifests, read
from exercises.containers.kubernetes_istio.traffic import CANARY, PATH, Arrivals
from exercises.grading.bench import Bench, Reply, Request
from exercises.grading.grader import Grader, Rehearsal

AT_ONCE = 16


def observe(manifests: Manifests, bench: Bench) -> Measured:
    """Send plain requests and testers' requests through Envoy."""
    with bench.envoy(tuple(DEPLOYMENTS), lambda site: bootstrap(manifests, site)) as proxy:
        plain = [Request("GET", PATH)] * canary.PLAIN_REQUESTS
        testers = [Request("GET", PATH, CANARY)] * canary.HEADER_REQUESTS
        return Measured(
            manifests,
            _arrivals(proxy.send(plain, at_once=AT_ONCE)),
            _arrivals(proxy.send(testers, at_once=AT_ONCE)),
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


def _arrivals(replies: Sequence[Reply]) -> Arrivals:
    return Arrivals(len(replies), Counter(reply.upstream for reply in replies))


GRADER = Grader(
    read,
    (*workload.CHECKS, *access.CHECKS, *canary.CHECKS),
    Rehearsal(observe, canary.LIVE_CHECKS, figures, canary.SHOWN_BY_TRAFFIC),
)
