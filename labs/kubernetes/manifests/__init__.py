"""All that a lab applies: the generated manifests running the shop, and what is beside them."""

from labs.kubernetes.manifests.lab import Drawn, Wanted, draw

__all__ = ["Drawn", "Wanted", "draw"]
