"""The shop is crashed at every named point, under load, and its books are audited afterwards."""
