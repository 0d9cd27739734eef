"""Envoy's typed configuration: `{name, typed_config: {"@type": …}}`."""

from typing import Any

Json = dict[str, Any]

_PREFIX = "type.googleapis.com/"

FILTER_CONFIG = f"{_PREFIX}envoy.config.route.v3.FilterConfig"


def typed(message: str, **fields: object) -> Json:
    """A message with its type."""
    return {"@type": f"{_PREFIX}{message}", **fields}


def extension(name: str, message: str, **fields: object) -> Json:
    """A named extension with its typed configuration."""
    return {"name": name, "typed_config": typed(message, **fields)}


def seconds(milliseconds: int) -> str:
    """A protobuf duration."""
    return f"{milliseconds / 1000:g}s"


def socket_address(host: str, port: int) -> Json:
    """A TCP address."""
    return {"socket_address": {"address": host, "port_value": port}}
