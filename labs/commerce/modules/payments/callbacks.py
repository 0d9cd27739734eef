"""What the provider tells us of its own accord: proved, heard once, and in any order."""

from dataclasses import dataclass

from labs.commerce.companions.payment_provider.api import Notice
from labs.commerce.companions.payment_provider.signature import check
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.platform.messages import Message
from labs.commerce.platform.serving.web import decoded


class Heard(Message, frozen=True):
    """The answer to a callback. One that comes again is heard again, and does nothing."""

    is_news: bool


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Hears the provider."""

    payments: PaymentsService
    key: str

    async def hear(self, body: bytes, signature: str) -> Heard:
        """Act on a callback.

        Raises:
            UnauthenticatedError: it is forged, or was signed too long ago to be told anew.
            InvalidError: it is signed, and makes no sense.
        """
        now = self.payments.clock.now()
        check(self.key, body, signature, now)
        notice = decoded(body, Notice)
        async with self.payments.database.transaction():
            is_news = await self.payments.store.hear(notice.notice_id, now)
            if is_news:
                await self.payments.learn(notice.payment)
        return Heard(is_news=is_news)
