"""Labs on a cluster: the room of an adapter that is not built yet."""
