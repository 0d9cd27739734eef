"""Profiles: what customers say about themselves."""
