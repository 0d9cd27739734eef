"""The payment provider: a company outside the shop, with books of its own."""
