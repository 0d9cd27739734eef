"""Checkout without a coordinator: which event makes which module do what."""
