"""The base of every document model."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen part of a document; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
