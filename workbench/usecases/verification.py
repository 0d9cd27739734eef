"""Generated manifests held against a real cluster."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labs.kubernetes.cluster import Cluster
from labs.kubernetes.declared import declared
from labs.kubernetes.verifying import Answer, Verdict, verify
from labs.kubernetes.versions import supported_version
from workbench.usecases.generation import manifests, planned

if TYPE_CHECKING:
    from workbench.usecases.generation import Request


@dataclass(frozen=True, slots=True)
class Verification:
    """What a cluster said of the manifests."""

    context: str
    version: str
    answers: tuple[Answer, ...]
    """What is wrong at a place that several environments share is told once."""

    def of(self, verdict: Verdict) -> tuple[Answer, ...]:
        """The answers of one kind."""
        return tuple(each for each in self.answers if each.verdict is verdict)

    @property
    def held(self) -> bool | None:
        """Whether every object is accepted; None where one could not be judged."""
        if self.of(Verdict.REFUSED):
            return False
        return None if self.of(Verdict.NOT_SERVED) else True


def verified(wish: "Request", cluster: Cluster) -> Verification:
    """Ask a cluster about the manifests of every environment, hand edits included.

    Nothing is changed, neither here nor there.

    Raises:
        DocumentError: the blueprint cannot be used.
        LabError: the cluster does not answer, or is too old.
    """
    objects = declared(manifests(planned(wish)))
    version = supported_version(cluster)
    told = {_topic(each): each for each in verify(cluster, objects)}
    return Verification(cluster.name, version, tuple(told.values()))


def _topic(answer: Answer) -> tuple[object, ...]:
    if answer.verdict is Verdict.ACCEPTED:
        return answer.object
    return answer.place, answer.field, answer.message
