"""Mailing what was written, at a mail server's pace."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib

from labs.commerce.modules.notifications.kinds import SEALED, UNASKED
from labs.commerce.modules.notifications.mail_queue import MailQueue, Queued
from labs.commerce.modules.notifications.mailer import Mail, Mailer, Outcome
from labs.commerce.modules.notifications.store import NotificationsStore
from labs.commerce.modules.notifications.wording import words
from labs.commerce.modules.profiles.api import Profile, ProfileOf, Profiles
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.sealing import Seal
from labs.commerce.platform.telemetry import Log

_AT_ONCE = 10
_PAUSE_S = 0.5
_EACH_S = 0.04
"""A letter is never urgent: 25 a second leave the processor to those who wait for an answer."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Runs in every replica; a letter is claimed by one of them."""

    url: str
    """Of the mail server."""
    queue: MailQueue
    store: NotificationsStore
    profiles: Profiles
    seal: Seal
    """Opens what only the mail may hold."""
    clock: Clock
    log: Log

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            sent = 0
            try:
                sent = await self.send_some()
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("mail-stalled", error=repr(error))
            await asyncio.sleep(sent * _EACH_S or _PAUSE_S)

    async def send_some(self) -> int:
        """Send what is due, up to a batch; returns how many letters were looked at."""
        now = self.clock.now()
        if lost := await self.queue.give_up_on_lost_claims(now):
            self.log.warning("mail-in-doubt", letters=lost)
        claimed = await self.queue.claim(now, _AT_ONCE)
        if claimed:
            await self._send(claimed)
        return len(claimed)

    async def _send(self, claimed: Sequence[Queued]) -> None:
        mailer = Mailer(self.url)
        try:
            await mailer.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            self.log.warning("mail-server-away", error=type(error).__name__)
            for queued in claimed:
                await self.queue.postpone(queued, self.clock.now())
            return
        with mailer:
            for queued in claimed:
                await self._settle(queued, await self._hand_over(mailer, queued))

    async def _hand_over(self, mailer: Mailer, queued: Queued) -> Outcome:
        try:
            preferred = await self.store.preferences(queued.user_id)
            if not preferred.email and queued.kind not in UNASKED:
                return Outcome.UNWANTED
            profile = await self.profiles.find(ProfileOf(user_id=queued.user_id))
        except ShopError:
            # profiles follow registrations; and what is away comes back
            return Outcome.NOT_SENT
        return await mailer.send(addressed(queued, profile, self.seal))

    async def _settle(self, queued: Queued, outcome: Outcome) -> None:
        if outcome is Outcome.NOT_SENT:
            await self.queue.postpone(queued, self.clock.now())
            return
        await self.queue.settle(queued.letter, outcome)
        if outcome is not Outcome.SENT:
            self.log.info("mail-not-sent", letter=queued.letter, outcome=outcome.value)


def addressed(queued: Queued, profile: Profile, seal: Seal) -> Mail:
    """A letter as mail. The event names it, so a double can be told from a second letter."""
    params = {"name": profile.name, **queued.params}
    if SEALED in params:
        params["token"] = seal.open(str(params[SEALED]))
    subject, text = words(queued.kind, params, profile.language)
    message_id = f"{queued.event_id}.{queued.user_id}@shop.example"
    return Mail(message_id, profile.email, subject, text)
