"""Chapter 4.4: events and message queues."""
