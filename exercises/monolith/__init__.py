"""Chapter 4.1: monolith or microservices."""
