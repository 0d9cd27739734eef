"""Chapter 4.5: distributed transactions."""
