"""Cut the monolith into services."""
