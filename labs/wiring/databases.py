"""How much the database server of a lab must take."""

CONNECTIONS_PER_DATABASE = 12
"""A deployable's pool holds up to eight; the rest is for audits and a restart's overlap."""
RESERVED_CONNECTIONS = 20


def connections_for(databases: int) -> int:
    """As many as the server of a lab with so many databases must take."""
    return RESERVED_CONNECTIONS + CONNECTIONS_PER_DATABASE * databases
