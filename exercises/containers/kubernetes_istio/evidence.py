"""The learner's manifests, parsed together, and what follows from their labels."""

from dataclasses import dataclass
from typing import TypeVar

from decomposer.documents import DocumentError, Problem, Source, parse_yaml, validate
from exercises.answer import Answer
from exercises.containers.kubernetes_istio.istio import (
    AuthorizationPolicy,
    Destination,
    DestinationRule,
    PeerAuthentication,
    VirtualService,
)
from exercises.containers.kubernetes_istio.manifests import Deployment, Labels, Part, Service

P = TypeVar("P", bound=Part)

DEPLOYMENTS = {"v1": "kubernetes/deployment-v1.yaml", "v2": "kubernetes/deployment-v2.yaml"}
SERVICE = "kubernetes/service.yaml"
VIRTUAL_SERVICE = "mesh/virtual-service.yaml"
DESTINATION_RULE = "mesh/destination-rule.yaml"
PEER_AUTHENTICATION = "mesh/peer-authentication.yaml"
AUTHORIZATION_POLICY = "mesh/authorization-policy.yaml"


@dataclass(frozen=True, slots=True)
class Manifests:
    """Everything that the learner would apply."""

    sources: dict[str, Source]
    deployments: dict[str, Deployment]
    """By version, as the files are named."""
    service: Service
    virtual_service: VirtualService
    destination_rule: DestinationRule
    peer_authentication: PeerAuthentication
    policy: AuthorizationPolicy

    def pods(self, destination: Destination) -> dict[str, int]:
        """How many pods of each version a destination reaches."""
        labels = self.subset_labels(destination)
        if labels is None or not self.is_service(destination.host):
            return {}
        wanted = {**self.service.spec.selector, **labels}
        return {
            version: deployment.spec.replicas
            for version, deployment in self.deployments.items()
            if selects(wanted, deployment) and deployment.spec.replicas > 0
        }

    def subset_labels(self, destination: Destination) -> Labels | None:
        """The labels of the destination's subset; None where nobody defines it."""
        if destination.subset is None:
            return {}
        for subset in self.destination_rule.spec.subsets:
            if subset.name == destination.subset and self.is_service(
                self.destination_rule.spec.host
            ):
                return subset.labels
        return None

    def is_service(self, host: str) -> bool:
        """Whether a host is the Service, by its short name or any longer DNS name."""
        name, namespace = self.service.metadata.name, self.service.metadata.namespace
        longer = f"{name}.{namespace}"
        return host in {name, longer, f"{longer}.svc", f"{longer}.svc.cluster.local"}


def selects(labels: Labels, deployment: Deployment) -> bool:
    """Whether a selector finds the pods of a Deployment."""
    return labels.items() <= deployment.spec.template.metadata.labels.items()


def read(answer: Answer) -> Manifests:
    """Parse every manifest, so that all broken ones are reported at once."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []

    def parsed(file: str, model: type[P]) -> P | None:
        try:
            sources[file] = parse_yaml(answer.text(file), file)
            return validate(sources[file], model)
        except DocumentError as error:
            problems.extend(error.problems)
            return None

    deployments = {version: parsed(file, Deployment) for version, file in DEPLOYMENTS.items()}
    service = parsed(SERVICE, Service)
    virtual_service = parsed(VIRTUAL_SERVICE, VirtualService)
    destination_rule = parsed(DESTINATION_RULE, DestinationRule)
    peer_authentication = parsed(PEER_AUTHENTICATION, PeerAuthentication)
    policy = parsed(AUTHORIZATION_POLICY, AuthorizationPolicy)
    complete = {version: deployment for version, deployment in deployments.items() if deployment}
    if (
        problems
        or not service
        or not virtual_service
        or not destination_rule
        or not peer_authentication
        or not policy
    ):
        raise DocumentError(problems)
    return Manifests(
        sources,
        complete,
        service,
        virtual_service,
        destination_rule,
        peer_authentication,
        policy,
    )
