"""Customers for the shop: one journey, or thousands."""
