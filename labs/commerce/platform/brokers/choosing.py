"""Which adapter a broker's URL asks for; the drivers of the others are not imported."""

from labs.commerce.platform.brokers.port import Broker


def broker_at(url: str, longest_pause_s: float) -> Broker:
    """The broker there, not opened; it makes no pauses for company longer than that."""
    from labs.commerce.platform.brokers.jetstream import JetStream

    return JetStream(url, longest_pause_s)
