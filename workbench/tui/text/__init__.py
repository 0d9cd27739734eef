"""A screen of text over another screen."""
