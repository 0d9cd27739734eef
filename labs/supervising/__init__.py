"""What the labs of every runtime have in common: an owner, a place, a plan, an end."""
