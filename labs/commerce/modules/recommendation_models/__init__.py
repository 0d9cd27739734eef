"""Recommendation models: which products belong together."""
