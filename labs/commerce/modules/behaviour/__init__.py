"""Behaviour: what visitors look at."""
