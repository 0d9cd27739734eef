"""Tables that are made of events alone, and made anew while they serve."""
