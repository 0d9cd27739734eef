"""What a pod and its containers may do to the node that they run on."""

from generators.render.kubernetes.view import Json

USER_ID = 10001
"""Not root, and no user of the node."""

CONFINED: Json = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
"""What a container may do: nothing that its work does not need."""


def pod_security(group: int = USER_ID) -> Json:
    """Who a pod runs as, and which system calls it may make."""
    return {
        "runAsNonRoot": True,
        "runAsUser": USER_ID,
        "runAsGroup": group,
        "fsGroup": USER_ID,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
