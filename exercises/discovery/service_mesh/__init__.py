"""Design how the services talk and who may call whom."""
