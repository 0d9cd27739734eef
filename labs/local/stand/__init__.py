"""A gateway on a test stand: real Envoy in front of tiny upstreams, up in a fraction of a second.

with gateway_stand(["user", "product"], render, subsets=[("product", "v2")]) as stand:
reply = stand.send("GET", "/api/v1/products", headers={"canary": "true"})
assert reply.json["version"] == "v2"
"""

from labs.local.stand.issuer import Issuer
from labs.local.stand.reply import Reply
from labs.local.stand.stand import GatewayStand, gateway_stand
from labs.local.stand.upstream import Received, Upstream

__all__ = [
    "GatewayStand",
    "Issuer",
    "Received",
    "Reply",
    "Upstream",
    "gateway_stand",
]
