"""Limit and protect the public API."""
