"""What the workbench does, without a face: the CLI and the TUI call the same functions."""
