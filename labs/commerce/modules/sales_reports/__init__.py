"""Sales reports: what was sold."""
