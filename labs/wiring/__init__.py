"""A blueprint wired up: its replicas, what each is told, and the gateway before them."""
