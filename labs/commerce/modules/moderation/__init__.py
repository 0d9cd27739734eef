"""Moderation: which reviews may be shown."""
