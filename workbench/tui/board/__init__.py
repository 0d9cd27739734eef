"""The decomposition board."""
