"""Where the shop hands over its letters: a port that no generated Service has."""

from generators.blueprint import Blueprint
from labs.kubernetes.objects import Json
from labs.wiring.names import MAIL_PORT

MAIL = "lab-mail"


def mail_service(whole: Blueprint, namespace: str) -> Json:
    """The way to the companion that keeps the mailbox."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": MAIL, "namespace": namespace},
        "spec": {
            "selector": {"app": whole.holders()["mailbox"]},
            "ports": [{"name": "smtp", "port": MAIL_PORT, "targetPort": MAIL_PORT}],
        },
    }
