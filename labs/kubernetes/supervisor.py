"""`python -m labs.kubernetes.supervisor DIRECTORY LAB`: own a planned lab in a cluster."""

from collections.abc import Callable

from labs.kubernetes.applying import apply, remove
from labs.kubernetes.following import follows
from labs.kubernetes.forwarding import Forwarder, forwards
from labs.kubernetes.holding import Holder
from labs.kubernetes.kubectl import cluster_of
from labs.kubernetes.plan import Plan
from labs.kubernetes.rollout import Rollout
from labs.runtime import Progress
from labs.supervising.appointment import appointed
from labs.supervising.directories import LabDirectory
from labs.supervising.supervision import Supervision


class LabInCluster:
    """A namespace, and its ports on loopback, in the hands of their supervisor."""

    def __init__(self, directory: LabDirectory, plan: Plan) -> None:
        self._plan = plan
        logs = directory.log("any").parent
        self._forwarder = Forwarder(plan.context, forwards(plan), logs)
        self._follower = Holder(plan.context, follows(plan, directory))

    def start(self, tell: Callable[[Progress], None], given_up: Callable[[], bool]) -> bool:
        """Return when every pod is ready and reached; False as soon as `given_up` says so.

        Raises:
            LabError: the cluster refuses an object, or a part cannot get ready.
        """
        with cluster_of(self._plan.context) as cluster:
            if not apply(cluster, self._plan, given_up):
                return False
            if not Rollout(cluster, self._plan, tell).run(given_up):
                return False
        self._follower.keep()
        self._forwarder.open()
        return True

    def keep(self) -> None:
        """Hold the ports and what comes of traces: both end with the pods behind them."""
        self._forwarder.keep()
        self._follower.keep()

    def leave_nothing(self) -> None:
        """Remove ports and namespace.

        Raises:
            LabError: the cluster is away, or the namespace is not ours.
        """
        self._forwarder.close()
        self._follower.close()
        with cluster_of(self._plan.context) as cluster:
            remove(cluster, self._plan.lab)


if __name__ == "__main__":
    place = LabDirectory(*appointed())
    plan = Plan.read(place)
    Supervision(place, LabInCluster(place, plan), plan).run()
