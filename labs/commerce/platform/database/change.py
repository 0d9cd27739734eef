"""A change and what is told of it as one statement: one journey, and no transaction around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_PARAMETER = re.compile(r"\$(\d+)")

_OUTBOX = """
    INSERT INTO platform.outbox (id, subject, key, payload)
    SELECT id, subject, key, payload
    FROM unnest({ids}::uuid[], {subjects}::text[], {keys}::text[], {payloads}::bytea[])
        AS line (id, subject, key, payload)
    WHERE {news}
"""


@dataclass(frozen=True, eq=False)
class Change:
    """A change of a module's own tables that happens once, whoever asks for it how often.

    A repetition finds that it is no news, and tells nobody.
    """

    parts: Mapping[str, str]
    """Statements by name; each sees the `RETURNING` of those before it, and no table they wrote."""
    news: str
    """The condition under which it has happened now."""
    answer: str = ""
    """What its caller wants to know besides, as columns."""

    def beside(self, parts: Mapping[str, str]) -> "Change":
        """The same, with more parts, or with others in the place of its own.

        Their parameters are counted on from its last one.
        """
        counted_on = {name: _counted_on(part, self._parameters) for name, part in parts.items()}
        return Change({**self.parts, **counted_on}, self.news, self.answer)

    @cached_property
    def untold(self) -> str:
        """The statement, with `is_news` in its answer."""
        return _statement(self.parts, self._columns)

    @cached_property
    def told(self) -> str:
        """The same with lines for the outbox: their columns follow its own parameters."""
        first = self._parameters + 1
        ids, subjects, keys, payloads = (f"${first + place}" for place in range(4))
        lines = _OUTBOX.format(
            ids=ids, subjects=subjects, keys=keys, payloads=payloads, news=self.news
        )
        return _statement({**self.parts, "lines": lines}, self._columns)

    @property
    def _columns(self) -> str:
        return ", ".join(filter(None, [f"{self.news} AS is_news", self.answer]))

    @property
    def _parameters(self) -> int:
        return max(int(number) for part in self.parts.values() for number in _numbers(part))


def _statement(parts: Mapping[str, str], columns: str) -> str:
    named = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    return f"WITH {named} SELECT {columns}"


def _numbers(part: str) -> list[str]:
    return _PARAMETER.findall(part)


def _counted_on(part: str, after: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + after}", part)
