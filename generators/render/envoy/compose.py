"""The gateway's files for the compose network, where services are known by name."""

from generators.blueprint import Blueprint
from generators.render.envoy.configuration import marked_config
from generators.render.envoy.placement import JwksSource, Placement
from generators.render.json_text import json_text
from generators.render.tokens import gateway_keys
from generators.render.topology import HTTP_PORT

_NOBODYS_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "use": "sig",
    "alg": "ES256",
    "kid": "replace-with-the-keys-of-your-issuer",
    "x": "BmpqeNylf0cDZx7klGrk_G5BSlnd_1SDf6pwBhYIFLE",
    "y": "Bb4YxdgEU5tqm8Aink8OIIMZgYTrTDfYEh9SZ6oYjQk",
}
"""A public key whose private half nobody has: Envoy starts, and no token passes."""


def gateway_files(bp: Blueprint) -> dict[str, str]:
    """The files of `gateway/`; none while the blueprint has no `gateway`."""
    if bp.gateway is None:
        return {}
    keys = gateway_keys(bp)
    placement = Placement(
        upstreams={service: [(service, HTTP_PORT)] for service in bp.services},
        jwks_source=JwksSource(keys.holder, keys.path) if keys else None,
        listener=("0.0.0.0", HTTP_PORT),  # noqa: S104 - the container's own network
    )
    files = marked_config(bp, placement)
    if bp.gateway.auth.jwt and keys is None:
        files["jwks.json"] = json_text({"keys": [_NOBODYS_KEY]}, indent=2)
    return {f"gateway/{name}": text for name, text in files.items()}
