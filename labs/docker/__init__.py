"""Labs in containers. So far it knows whether an engine answers; the runtime itself is to come."""
