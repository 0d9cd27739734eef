"""Proposing boundaries: a search, a proof, and names."""

from decomposer.propose.proposing import Proposal, propose

__all__ = ["Proposal", "propose"]
