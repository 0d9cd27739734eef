"""What PostgreSQL runs once, on its first start."""

from generators.blueprint import Blueprint


def databases_sql(bp: Blueprint) -> str:
    """A database for each service that keeps its data in PostgreSQL: nobody shares tables."""
    owners = [name for name, service in bp.services.items() if service.store == "postgresql"]
    names = (name.replace("-", "_") for name in owners)
    return "".join(f'CREATE DATABASE "{name}";\n' for name in names)
