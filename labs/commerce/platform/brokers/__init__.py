"""The broker of the shop's events: a port, and an adapter for each broker that keeps a log."""
