"""Chapter 4.3: the API gateway."""
