"""Route the public paths to the services."""
