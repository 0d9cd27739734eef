"""Payments: taking and returning money."""
