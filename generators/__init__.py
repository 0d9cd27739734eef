"""The blueprint and what is generated from it."""
