"""Where the shop's mail arrives: an SMTP server outside the shop whose letters can be read."""
