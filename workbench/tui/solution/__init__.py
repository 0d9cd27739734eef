"""The reference solution of an exercise."""
