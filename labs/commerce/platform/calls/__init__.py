"""Calls from one deployable to another: replicas, deadlines, breakers, retries within a budget."""
