"""The parts of NetworkPolicies."""

from generators.render.kubernetes.gateway import namespace_peer
from generators.render.kubernetes.view import Json
from generators.render.reasons import because

HBONE = 15008
"""Where an ambient mesh receives everything that it encrypts, whatever port is meant."""
_ISTIOD = 15012
"""Where a proxy gets its configuration and its certificate."""
_DNS = 53
_NODES = ("169.254.7.127/32", "fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128")
"""Where the kubelet's probes come from in an ambient mesh. Source: Istio, NetworkPolicy."""
_POD_IDENTITY = "169.254.170.23/32"
"""Where a node's agent gives credentials to pods. Source: EKS, Pod Identity."""
_HTTP = 80


def policy(metadata: Json, pods: Json, ingress: list[Json], egress: list[Json]) -> Json:
    """Both directions are closed but for these rules."""
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata,
        "spec": {
            "podSelector": pods,
            "policyTypes": ["Ingress", "Egress"],
            **({"ingress": ingress} if ingress else {}),
            **({"egress": egress} if egress else {}),
        },
    }


def tcp(port: int) -> Json:
    """A port of connections."""
    return {"protocol": "TCP", "port": port}


def apps(*names: str) -> Json:
    """The pods of several services, or stores."""
    among = {"key": "app", "operator": "In", "values": list(names)}
    return {"podSelector": {"matchExpressions": [among]}}


def dns() -> Json:
    """Names are resolved by the cluster's own servers."""
    rule = {
        "to": [namespace_peer("kube-system")],
        "ports": [{"protocol": "UDP", "port": _DNS}, tcp(_DNS)],
    }
    return because(rule, "dns")


def to_istiod() -> Json:
    """A proxy asks the control plane what to do."""
    return {"to": [namespace_peer("istio-system")], "ports": [tcp(_ISTIOD)]}


def to_pod_identity() -> Json:
    """A pod of EKS asks its node's agent for the credentials of its role."""
    return {"to": [{"ipBlock": {"cidr": _POD_IDENTITY}}], "ports": [tcp(_HTTP)]}


def from_nodes(port: int) -> Json:
    """The kubelet's probes, which an ambient mesh sends on under an address of its own."""
    return {"from": [{"ipBlock": {"cidr": block}} for block in _NODES], "ports": [tcp(port)]}
