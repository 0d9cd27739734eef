"""Exercises: definitions, graders, verdicts."""
