"""Chapter 4.2: discovery and communication."""
