"""What stands beside the shop in a lab: its pages, and the world outside it."""
