"""The modules' public HTTP APIs, as the pages use them."""
