"""Who may reach what the lab brings: added to the generated policies, which allow what they did."""

from collections.abc import Sequence

from labs.kubernetes.manifests.entrance import GATEWAY
from labs.kubernetes.manifests.pods import LAB_LABEL, PART_LABEL
from labs.kubernetes.objects import Json

CUT_OFF_LABEL = "architecture-workbench/cut-off"
"""On a pod that is to reach nobody, and to be reached by nobody."""


def passing_over(policy: Json) -> Json:
    """A policy for its pods but those that are cut off: what any policy allows is allowed."""
    selector = dict(policy["spec"]["podSelector"])
    others = {"key": CUT_OFF_LABEL, "operator": "DoesNotExist"}
    selector["matchExpressions"] = [*selector.get("matchExpressions", ()), others]
    return {**policy, "spec": {**policy["spec"], "podSelector": selector}}


def cut_off_policy(namespace: str) -> Json:
    """Nothing in or out, for whoever bears the label."""
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "lab-cut-off", "namespace": namespace},
        "spec": {
            "podSelector": {"matchExpressions": [{"key": CUT_OFF_LABEL, "operator": "Exists"}]},
            "policyTypes": ["Ingress", "Egress"],
        },
    }


def lab_policies(namespace: str, lab: str, companions: tuple[str, ...]) -> list[Json]:
    """The gateway reaches every service; every service its servers and the world outside."""
    everybody = {"podSelector": {"matchLabels": {LAB_LABEL: lab}}}
    brought = {"key": PART_LABEL, "operator": "Exists"}
    beside = {"key": "app", "operator": "In", "values": list(companions)}
    of_the_lab = [{"podSelector": {"matchExpressions": [each]}} for each in (brought, beside)]
    entrance = [{"podSelector": {"matchLabels": {PART_LABEL: GATEWAY}}}]
    return [
        _policy(
            "lab-servers", namespace, {"matchExpressions": [brought]}, [everybody], [everybody]
        ),
        _policy(
            "lab-companions", namespace, {"matchExpressions": [beside]}, [everybody], [everybody]
        ),
        _policy("lab-services", namespace, {"matchLabels": {LAB_LABEL: lab}}, entrance, of_the_lab),
    ]


def mesh_policies(namespace: str, companions: Sequence[str]) -> list[Json]:
    """In a mesh: the same, by who calls. Allowed is what any policy allows."""
    entrance = {"principals": [f"*/ns/{namespace}/sa/{GATEWAY}"]}
    every = {"namespaces": [namespace]}
    selected = [{"selector": {"matchLabels": {"app": name}}} for name in companions]
    return [
        _authorization("lab-gateway", namespace, {}, entrance),
        *(
            _authorization(f"lab-{name}", namespace, where, every)
            for name, where in zip(companions, selected, strict=True)
        ),
    ]


def _authorization(name: str, namespace: str, where: Json, callers: Json) -> Json:
    return {
        "apiVersion": "security.istio.io/v1",
        "kind": "AuthorizationPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {**where, "action": "ALLOW", "rules": [{"from": [{"source": callers}]}]},
    }


def _policy(
    name: str, namespace: str, pods: Json, callers: Sequence[Json], called: Sequence[Json]
) -> Json:
    system = {"kubernetes.io/metadata.name": "kube-system"}
    names = [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "podSelector": pods,
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": list(callers)}],
            "egress": [
                {"to": list(called)},
                {"to": [{"namespaceSelector": {"matchLabels": system}}], "ports": names},
            ],
        },
    }
