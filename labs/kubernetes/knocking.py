"""Whether a pod that is cut off really is: policies hold only where the cluster's network asks."""

from collections.abc import Sequence

from labs.kubernetes.manifests.collector import COLLECTOR
from labs.kubernetes.objects import Json
from labs.kubernetes.seen import SeenPart

ALWAYS_THERE = "nats"
"""A server that every part may reach."""
ANSWERS = "answers"
_KNOCK = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 2)
except OSError:
    print("silent")
else:
    print("answers")
"""


def knock(at: Json) -> list[str]:
    """What a container with Python runs, to say whether a pod answers it."""
    (port, *_) = at["spec"]["containers"][0]["ports"]
    return ["python", "-c", _KNOCK, at["status"]["podIP"], str(port["containerPort"])]


def witness(cut_off: SeenPart, parts: Sequence[SeenPart]) -> tuple[Json, Json] | None:
    """The pod that knocks, and the one it knocks at; None where one of them is away.

    The shop's containers have Python and knock themselves, at a server that is always there; for
    other servers the collector does.
    """
    pods = {part.name: part.pod for part in parts if part.pod}
    has_python = cut_off.workload.kind != "server" or cut_off.name == COLLECTOR
    inside = pods.get(cut_off.name if has_python else COLLECTOR)
    outside = pods.get(ALWAYS_THERE if has_python else cut_off.name)
    if not inside or not outside or "podIP" not in (outside.get("status") or {}):
        return None
    return inside, outside
