"""What PostgreSQL runs once, on its first start."""

from generators.blueprint import Blueprint
from generators.render.reasons import marker


def databases_sql(bp: Blueprint) -> str:
    """A database for each service that keeps its data in PostgreSQL: nobody shares tables."""
    owners = [name for name, service in bp.services.items() if service.store == "postgresql"]
    names = (name.replace("-", "_") for name in owners)
    mark = marker("own-database", *(f"services.{name}.store" for name in owners), leader="--")
    made = "".join(f'CREATE DATABASE "{name}";\n' for name in names)
    return f"{mark}\n{made}" if made else ""
