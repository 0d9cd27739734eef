"""Stock: how many of each product there are."""
