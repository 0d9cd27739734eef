"""Ratings: what a product's reviews come to."""
