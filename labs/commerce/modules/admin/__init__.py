"""Admin: the whole shop at a glance."""
