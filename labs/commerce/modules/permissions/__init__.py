"""Permissions: roles and customer tiers."""
