"""What each kind may say: fields, and what they hold."""

from generators.checker.schemas.conformity import Departure, departures
from generators.checker.schemas.model import Schema, kinds_beside, schema_of

__all__ = ["Departure", "Schema", "departures", "kinds_beside", "schema_of"]
