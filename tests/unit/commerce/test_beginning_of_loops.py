"""A loop whose first step fails begins later; it does not die of it."""

import asyncio
import io

from labs.commerce.platform.background import until_done
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.telemetry import Log


def test_what_a_loop_needs_first_is_done_again_until_it_worked() -> None:
    answers = iter([UnavailableError("database-unavailable"), None])

    async def work() -> None:
        if error := next(answers):
            raise error

    asyncio.run(until_done(work, Log("order-1", io.StringIO())))
    assert list(answers) == []
