"""An order's progress, pushed to the page that shows it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.storefront.backend.purchases import Purchases
from labs.commerce.platform.calls.stream import Stream
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.scope import current
from labs.commerce.platform.serving.streaming import event

_LOOK_AGAIN_S = 1.0
"""Four modules say what is shown, and one of them tells when it moves."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order got, as HTML."""

    html: bytes
    is_live: bool
    """Whether it will get any further."""


@dataclass(frozen=True, slots=True)
class Following:
    """Follows one order on behalf of its customer."""

    purchases: Purchases
    token: str
    order_id: UUID
    look: Callable[[], Awaitable[Progress]]

    async def moves(self) -> AsyncGenerator[bytes]:
        """The progress as it is, and again whenever it is different, while there can be more."""
        current().expires_at = None  # what is asked for on the way has its own patience
        shown = b""
        async with aclosing(self._hints()) as hints:
            async for _ in hints:
                progress = await self.look()
                if progress.html != shown:
                    shown = progress.html
                    yield event("progress", shown)
                if not progress.is_live:
                    return

    async def _hints(self) -> AsyncGenerator[None]:
        """Comes round whenever it is worth a look."""
        while True:
            with suppress(ShopError, OSError):
                async with self.purchases.moves(self.token, self.order_id) as news:
                    while await _goes_on(news):
                        yield
            yield
            await asyncio.sleep(_LOOK_AGAIN_S)


async def _goes_on(news: Stream) -> bool:
    """Wait for news, though not for long; False when there will be none any more."""
    try:
        async with asyncio.timeout(_LOOK_AGAIN_S):
            return bool(await news.more())
    except TimeoutError:
        return True
