"""The payment provider as the shop sees it: its words turned into ours, its silences into doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import msgspec

from labs.commerce.companions.payment_provider.api import (
    PREFIX,
    Authorise,
    Captures,
    Card,
    OpenFor,
    PartialRefund,
    PaymentRef,
    Standing,
    Standings,
    TokenRef,
)
from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Answer, AnswerLostError, Channel, NotSentError
from labs.commerce.platform.calls.remote import Failure
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import open_transaction
from labs.commerce.platform.errors import (
    DomainError,
    OutcomeUnknownError,
    PeerInDoubtError,
    PeerUnavailableError,
    RemoteCallInTransactionError,
    domain_error,
)
from labs.commerce.platform.messages import Message
from labs.commerce.platform.scope import DEADLINE_MS, tightened

_PATIENCE_S = 2.0
"""How long we wait for the provider when the request itself has more time."""

_decode_standing = msgspec.json.Decoder(Standing).decode
_decode_standings = msgspec.json.Decoder(Standings).decode
_decode_card = msgspec.json.Decoder(Card).decode
_decode_failure = msgspec.json.Decoder(Failure).decode


@dataclass(frozen=True, slots=True)
class Provider:
    """Asks the payment provider. An order's number is the reference, so asking again is safe.

    Every method raises:
        DomainError: the provider's rules say no.
        UnavailableError: it certainly did nothing.
        OutcomeUnknownError: no answer came in time; it may have acted.
    """

    channel: Channel
    breaker: Breaker
    key: str

    async def authorise(self, wish: Authorise) -> Standing:
        """Have money held, or taken at once. A silence is asked about once more if time is left."""
        try:
            return await self._authorise(wish)
        except OutcomeUnknownError:
            if tightened(_PATIENCE_S) < _PATIENCE_S:
                raise
            return await self._authorise(wish)

    async def capture(self, order_ids: Sequence[UUID]) -> list[Standing]:
        """Have the money taken that is held for some orders, in one request."""
        body = await self._ask("captures", Captures(references=list(order_ids)))
        return _decode_standings(body).payments

    async def reverse(self, order_id: UUID) -> Standing:
        """Have held money let go or taken money returned, and nothing taken later."""
        return _decode_standing(
            await self._ask("reversals", PaymentRef(reference=order_id), order_id)
        )

    async def refund(self, wish: PartialRefund) -> None:
        """Have a part of what was taken returned."""
        await self._ask("refunds", wish, wish.reference)

    async def open_for(self, at_least_ms: int) -> list[Standing]:
        """Payments that the provider has kept open for us for so long."""
        body = await self._ask("reports/open", OpenFor(at_least_ms=at_least_ms))
        return _decode_standings(body).payments

    async def look(self, order_id: UUID) -> Standing:
        """Where an order's payment stands in the provider's books."""
        return _decode_standing(
            await self._ask("inquiries", PaymentRef(reference=order_id), order_id)
        )

    async def card(self, token: str) -> Card:
        """What a token stands for: as much as may be shown."""
        return _decode_card(await self._ask("cards/inquiries", TokenRef(token=token)))

    async def _authorise(self, wish: Authorise) -> Standing:
        return _decode_standing(await self._ask("authorisations", wish, wish.reference))

    async def _ask(self, path: str, message: Message, over: UUID | None = None) -> bytes:
        if open_transaction() is not None:
            raise RemoteCallInTransactionError(f"payment-provider/{path}")
        if not self.breaker.allows():
            raise PeerUnavailableError("provider-cut-off")
        try:
            answer = await self._exchange(path, msgspec.json.encode(message))
        except PeerUnavailableError:
            self.breaker.failed()
            raise
        except PeerInDoubtError:
            # one card that is never decided must not cut the others off
            self.breaker.failed(over)
            raise
        self.breaker.succeeded()
        crash_here(Place.AFTER_ASKING, f"payment-provider/{path}")
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(answer)
        return answer.body

    async def _exchange(self, path: str, body: bytes) -> Answer:
        timeout_s = tightened(_PATIENCE_S)
        headers = {
            "authorization": f"Bearer {self.key}",
            DEADLINE_MS: str(max(1, int(timeout_s * 1000))),
        }
        try:
            answer = await self.channel.post(f"{PREFIX}/{path}", body, headers, timeout_s)
        except NotSentError:
            raise PeerUnavailableError("provider-unreachable") from None
        except (TimeoutError, AnswerLostError):
            raise PeerInDoubtError("provider-timed-out") from None
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise PeerUnavailableError("provider-unavailable")
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise PeerInDoubtError("provider-timed-out", status=answer.status)
        return answer


def _refusal(answer: Answer) -> DomainError:
    fault = _decode_failure(answer.body).error
    return domain_error(answer.status, fault.code, fault.params)
