"""Grading: an answer and, where a check is live, a bench in; a verdict out."""
