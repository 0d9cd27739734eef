"""Generated files before other people's tools: `make verify-generated`."""
