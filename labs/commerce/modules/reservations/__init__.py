"""Reservations: goods set aside for an order."""
