"""Authentication: passwords, sessions and access tokens."""
