"""NATS JetStream: durable, and from a wheel; what a lab has where nothing else is chosen."""

from labs.commerce.platform.brokers.jetstream.adapter import JetStream

__all__ = ["JetStream"]
