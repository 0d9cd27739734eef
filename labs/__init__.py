"""The labs: running shops, the traffic on them, what breaks them and what is seen of them."""
