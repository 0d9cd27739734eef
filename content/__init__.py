"""The course as data: lessons, exercises' texts, messages, the monolith. Loading only."""
