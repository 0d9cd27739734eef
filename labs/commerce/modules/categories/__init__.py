"""Categories: how the catalogue is arranged."""
