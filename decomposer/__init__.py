"""The domain-boundary graph: couplings, boundaries, scores and explanations. Pure."""
