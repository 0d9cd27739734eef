"""The quiz at a lesson's end."""
