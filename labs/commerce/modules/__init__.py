"""The modules of the shop: the nodes of the monolith's graph."""
