"""The gateway as an Envoy configuration, for any placement: loopback ports or DNS names."""

from generators.render.envoy.configuration import gateway_config
from generators.render.envoy.placement import Address, Admission, JwksSource, Placement

__all__ = ["Address", "Admission", "JwksSource", "Placement", "gateway_config"]
