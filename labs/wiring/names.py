"""What a shop finds by name in a network of its own: of containers, of pods."""

from collections.abc import Mapping

EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a network of its own
CACHE = "redis://valkey:6379/0"
STORES: Mapping[str, str] = {
    "mongodb": "mongodb://mongodb:27017",
    "elasticsearch": "http://elasticsearch:9200",
}
MAIL_PORT = 2525
ROLE = "shop"
"""The user of every database, as the generated files name it."""


def database_of(service: str) -> str:
    """What a service's database is called."""
    return service.replace("-", "_")


def database_url(password: str, address: str, database: str) -> str:
    """How a database is reached at `host:port`."""
    return f"postgresql://{ROLE}:{password}@{address}/{database}"
