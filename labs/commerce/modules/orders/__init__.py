"""Orders: the aggregate of the checkout, and its coordinator."""
