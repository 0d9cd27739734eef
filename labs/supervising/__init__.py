"""Owning a lab that somebody else runs: a container engine, a cluster."""
