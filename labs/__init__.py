"""Live labs: runtimes, the commerce stack, load, faults, observations."""
