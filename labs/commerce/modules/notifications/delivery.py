"""Mailing what was written, at a mail server's pace."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.notifications.kinds import SEALED, UNASKED
from labs.commerce.modules.notifications.mail_queue import MailQueue, Queued
from labs.commerce.modules.notifications.mailer import Mail, Mailer, Outcome
from labs.commerce.modules.notifications.wording import words
from labs.commerce.modules.profiles.api import Profile, Profiles, ProfilesOf
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.identity.sealing import Seal
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
        """Send letters; the note of what became of them is one statement."""
        wanted = [queued for queued in claimed if queued.by_mail or queued.kind in UNASKED]
        outcomes = {queued.letter: Outcome.UNWANTED for queued in claimed}
        outcomes |= await self._hand_over(wanted) if wanted else {}
        for queued in claimed:
            if outcomes[queued.letter] is Outcome.NOT_SENT:
                del outcomes[queued.letter]
                await self.queue.postpone(queued, self.clock.now())
        if outcomes:
            await self.queue.settle(outcomes)
        for letter, outcome in outcomes.items():
            if outcome is not Outcome.SENT:
                self.log.info("mail-not-sent", letter=letter, outcome=outcome.value)

    async def _hand_over(self, wanted: Sequence[Queued]) -> dict[int, Outcome]:
        """What became of each letter."""
        outcomes = dict.fromkeys((queued.letter for queued in wanted), Outcome.NOT_SENT)
        mailer = Mailer(self.url)
        try:
            profiles = await self._profiles(wanted)
            await mailer.connect()
        except ShopError:
            return outcomes  # what is away comes back
        except OSError as error:
            self.log.warning("mail-server-away", error=type(error).__name__)
            return outcomes
        with mailer:
            for queued in wanted:
                if queued.user_id in profiles:  # they follow registrations
                    mail = addressed(queued, profiles[queued.user_id], self.seal)
                    outcomes[queued.letter] = await mailer.send(mail)
        return outcomes

    async def _profiles(self, wanted: Sequence[Queued]) -> Mapping[UUID, Profile]:
        user_ids = list({queued.user_id for queued in wanted})
        found = await self.profiles.find_all(ProfilesOf(user_ids=user_ids))
        return {profile.user_id: profile for profile in found.profiles}


def addressed(queued: Queued, profile: Profile, seal: Seal) -> Mail:
    """A letter as mail. The event names it, so a double can be told from a second letter."""
    params = {"name": profile.name, **queued.params}
    if SEALED in params:
        params["token"] = seal.open(str(params[SEALED]))
    subject, text = words(queued.kind, params, profile.language)
    message_id = f"{queued.event_id}.{queued.user_id}@shop.example"
    return Mail(message_id, profile.email, subject, text)
