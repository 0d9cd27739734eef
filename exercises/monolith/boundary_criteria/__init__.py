"""Say why each service stands apart."""
