"""The forms that names and prefixes in a blueprint take."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


def _form(code: str, pattern: str) -> tuple[AfterValidator, WithJsonSchema]:
    """A text of one form; a value of another is refused with message `problem-<code>`."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(f"problem-{code}", "the text has another form")
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Name = Annotated[str, *_form("bad-name", r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?")]
"""A service, module, topic or subset: a DNS label, short enough to stay one with a suffix."""

Prefix = Annotated[str, *_form("bad-prefix", r"/|(/[A-Za-z0-9._~-]+)+")]
"""A path prefix: `/api/v1/users`, without a wildcard and without a trailing slash."""

Host = Annotated[str, *_form("bad-host", r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")]
"""A DNS host name."""

Identifier = Annotated[str, *_form("bad-identifier", r"[A-Za-z][A-Za-z0-9_]{0,62}")]
"""A message, action or claim name."""

Header = Annotated[str, *_form("bad-header", r"[a-z0-9-]{1,64}")]
"""An HTTP header name, in lower case as HTTP/2 sends it."""

Method = Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]

Percent = Annotated[int, Field(ge=0, le=100)]
