"""Make the checkout a saga."""
