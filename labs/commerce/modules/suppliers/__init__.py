"""Suppliers: where goods come from."""
