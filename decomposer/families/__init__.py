"""Evidence about families of pairs: added up without listing the pairs, for very many modules."""

from decomposer.families.pricing import Families, families

__all__ = ["Families", "families"]
