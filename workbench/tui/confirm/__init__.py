"""Asking before something is done."""
