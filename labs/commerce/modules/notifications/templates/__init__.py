"""What the shop writes to customers, in both languages."""
