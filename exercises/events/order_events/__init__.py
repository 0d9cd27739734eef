"""Wire the order flow with events."""
