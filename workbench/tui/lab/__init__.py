"""The lab console."""
