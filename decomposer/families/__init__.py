"""Evidence about families of pairs: added up without listing the pairs, for very many modules."""

from decomposer.families.pricing import Families, families
from decomposer.families.reasons import named_reasons

__all__ = ["Families", "families", "named_reasons"]
