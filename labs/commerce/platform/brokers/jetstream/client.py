"""The broker's client without its WebSocket transport, which takes a seventh of the shop's import.

That transport brings an HTTP client along. The broker's client does without where there is none.
"""

import sys

_HTTP_CLIENT = "aiohttp"
_was_there = _HTTP_CLIENT in sys.modules
if not _was_there:
    sys.modules[_HTTP_CLIENT] = None  # type: ignore[assignment]  # how an import is made to fail
try:
    from nats import connect
    from nats.aio.client import Client
    from nats.errors import Error as NatsError
    from nats.js import JetStreamContext
    from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamConfig
    from nats.js.errors import BadRequestError, NotFoundError
finally:
    if not _was_there:  # the search's driver may want it
        del sys.modules[_HTTP_CLIENT]

__all__ = [
    "AckPolicy",
    "BadRequestError",
    "Client",
    "ConsumerConfig",
    "DeliverPolicy",
    "JetStreamContext",
    "NatsError",
    "NotFoundError",
    "StreamConfig",
    "connect",
]
