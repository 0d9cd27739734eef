"""Labs in containers: the room of an adapter that is not built yet."""
