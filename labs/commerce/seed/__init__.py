"""The shop's first data, derived from one number: the same seed gives the same shop."""
