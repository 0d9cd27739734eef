"""The process that owns a lab: every other process of it is its child and dies with it."""
