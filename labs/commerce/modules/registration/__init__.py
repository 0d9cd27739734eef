"""Registration: opening an account."""
