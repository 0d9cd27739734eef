"""What stands in, on this machine, for servers that no package brings."""
