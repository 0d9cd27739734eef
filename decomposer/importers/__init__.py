"""Files in: the graph of a monolith, and boundaries."""
