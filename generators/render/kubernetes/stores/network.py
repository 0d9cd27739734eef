"""Who may reach a store on the network."""

from generators.render.kubernetes.policy import (
    HBONE,
    apps,
    dns,
    from_nodes,
    policy,
    tcp,
    to_istiod,
)
from generators.render.kubernetes.stores.backing import Backing
from generators.render.kubernetes.view import Json, ambient


def store_policy(backing: Backing) -> Json:
    """In from its users, out to nobody but who tells it names, and its proxy what to do."""
    in_ambient = ambient(backing.blueprint)
    sidecars = backing.blueprint.mesh is not None and not in_ambient
    port = HBONE if in_ambient else backing.port
    return policy(
        backing.metadata(backing.name),
        {"matchLabels": {"app": backing.name}},
        [
            {"from": [apps(*backing.users)], "ports": [tcp(port)]},
            *([from_nodes(backing.server.asked or backing.port)] if in_ambient else []),
        ],
        [dns(), *([to_istiod()] if sidecars else [])],
    )
