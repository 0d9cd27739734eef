"""Shipping: parcels and their tracking."""
