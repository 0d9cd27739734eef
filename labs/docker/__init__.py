"""Labs in containers: the generated compose project, with the shop in it."""
