"""Looking at a lab: states, memory, hops, and whether its data still adds up."""
