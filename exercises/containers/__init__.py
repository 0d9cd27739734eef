"""Chapter 4.6: containers and orchestration."""
