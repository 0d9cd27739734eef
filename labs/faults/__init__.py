"""Breaking a lab on purpose."""
