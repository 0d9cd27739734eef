"""The gateway's files for the compose network, where services are known by name."""

from generators.blueprint import Blueprint
from generators.render.envoy.configuration import marked_config
from generators.render.envoy.placement import Placement
from generators.render.json_text import json_text
from generators.render.topology import HTTP_PORT

_DEVELOPMENT_KEY = {
    "kty": "RSA",
    "use": "sig",
    "alg": "RS256",
    "kid": "replace-with-the-keys-of-your-issuer",
    "e": "AQAB",
    "n": (
        "lHPUXIV5xO7Ks1pBn6rvLGUE_jaG40Pdhopw7EBEhHM0Q3yQlX3q91tj7UQAndueWJ-5IihBq65WV4LJ"
        "I5dmkyqe4NSsyG0ou0rBOtQvPP-s_r12VFKraQ2JJMTZxZKFU2Ri20OCC27e596NXWeut1cOLLeBewF_"
        "YdAn-6RCrOQaM373VvK57r-Y_keo6uiIcXrTzkgxx4iM-WDBMsBGbZgAAbjHe5WsfBHAxLM8436gGk2D"
        "NToI9ko6dfMRuhUHHad6TInkeXYt2jdfficePu6W-nLPNmRNb0jKD50uDVf8We2zNpP7eHrbTZDP9yVX"
        "k0NvP00KbBfjYl7C2iYoTQ"
    ),
}
"""A public key whose private half nobody has: Envoy starts, and no token passes."""


def gateway_files(bp: Blueprint) -> dict[str, str]:
    """The files of `gateway/`; none while the blueprint has no `gateway`."""
    if bp.gateway is None:
        return {}
    placement = Placement(
        upstreams={service: [(service, HTTP_PORT)] for service in bp.services},
        listener=("0.0.0.0", HTTP_PORT),  # noqa: S104 - the container's own network
    )
    files = marked_config(bp, placement)
    if bp.gateway.auth.jwt:
        files["jwks.json"] = json_text({"keys": [_DEVELOPMENT_KEY]}, indent=2)
    return {f"gateway/{name}": text for name, text in files.items()}
