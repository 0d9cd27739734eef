"""The real servers of a lab, from wheels."""

from labs.local.servers.envoy import Envoy
from labs.local.servers.nats import Nats
from labs.local.servers.postgres import Postgres
from labs.local.servers.server import Server
from labs.local.servers.valkey import Valkey

__all__ = ["Envoy", "Nats", "Postgres", "Server", "Valkey"]
