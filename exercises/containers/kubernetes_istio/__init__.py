"""Deploy a service and its canary."""
