"""What the shop's clients of Kafka have in common."""

from urllib.parse import urlsplit

Settings = dict[str, str | int | float | bool]

PARTITION = 0
"""The only one of the log, so that positions are in one order."""
SUBJECT = "subject"
"""The header that says what an event is, before anybody reads it."""
PATIENCE_S = 2.0
"""With whatever somebody waits for."""


def settings(url: str, name: str) -> Settings:
    """For the servers of `kafka://host:port,…`."""
    return {
        "bootstrap.servers": urlsplit(url).netloc,
        "client.id": name,
        "reconnect.backoff.max.ms": 500,
        # readiness reports a lost broker; the client's own print would not be structured
        "log_level": 0,
    }
