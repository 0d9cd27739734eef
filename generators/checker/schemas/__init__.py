"""What each kind may say: fields, and what they hold."""

from generators.checker.schemas.conformity import Departure, departures
from generators.checker.schemas.model import Schema, schema_of

__all__ = ["Departure", "Schema", "departures", "schema_of"]
