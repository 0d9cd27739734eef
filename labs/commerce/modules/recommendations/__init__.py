"""Recommendations: what else a customer might want."""
