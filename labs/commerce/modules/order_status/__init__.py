"""Order status: what happened to an order, read from events."""
