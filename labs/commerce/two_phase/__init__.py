"""Taking part in transactions over several databases: vote, wait, and do what was decided."""
