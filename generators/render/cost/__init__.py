"""What the architecture costs: an order of magnitude for each environment."""

from content.prices import prices
from generators.blueprint import Blueprint
from generators.render.cost.estimate import estimates
from generators.render.cost.page import page


def cost_files(bp: Blueprint) -> dict[str, str]:
    """`docs/cost.md`; none while the blueprint has no `deployment`."""
    if bp.deployment is None:
        return {}
    table = prices()
    return {"docs/cost.md": page(bp, estimates(bp, bp.deployment, table), table)}


__all__ = ["cost_files"]
