"""Who votes on a checkout, and on what: one branch for each database."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labs.commerce.modules.orders.actions import charge
from labs.commerce.modules.orders.api import OrderRef
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.two_phase_commit_log import Undertaking
from labs.commerce.modules.reservations.api import Reserve
from labs.commerce.modules.shipping.api import Schedule
from labs.commerce.modules.stock.api import Take
from labs.commerce.platform.errors import DomainError, ShopError
from labs.commerce.platform.messages import Message
from labs.commerce.two_phase.api import Branch, Decision, Participant


@dataclass(frozen=True, slots=True)
class Voter:
    """A deployable, and the parts of a checkout that its modules carry out."""

    participant: Participant
    modules: Sequence[str]


@dataclass(frozen=True, slots=True)
class Voters:
    """Everybody whose database a checkout writes. Our own comes first."""

    all: Sequence[Voter]

    async def prepare(self, undertaking: Undertaking) -> None:
        """Have every participant do its work and promise to commit it; all at once.

        Returns or raises when the last one has voted, so that none promises after a rollback.

        Raises:
            DomainError: somebody votes no.
            UnavailableError, OutcomeUnknownError: somebody's vote was not heard.
        """
        _raise_worst(
            await asyncio.gather(
                *(
                    voter.participant.prepare(branch(undertaking, voter.modules))
                    for voter in self.all
                ),
                return_exceptions=True,
            )
        )

    async def commit(self, undertaking: Undertaking) -> None:
        """Tell everybody; raises unless everybody heard."""
        _raise_worst(await self._tell(undertaking, undertaking.attempt, commit=True))

    async def roll_back(self, undertaking: Undertaking, attempt: int) -> None:
        """Tell everybody; raises unless we heard ourselves.

        Whoever else did not is told again by the recovery: nobody has to wait for that.
        """
        _raise_worst((await self._tell(undertaking, attempt, commit=False))[:1])

    async def _tell(
        self, undertaking: Undertaking, attempt: int, *, commit: bool
    ) -> list[BaseException | object]:
        decision = Decision(order_id=undertaking.order_id, attempt=attempt, commit=commit)
        return await asyncio.gather(
            *(voter.participant.decide(decision) for voter in self.all), return_exceptions=True
        )


def branch(undertaking: Undertaking, modules: Sequence[str]) -> Branch:
    """What one database has to write."""
    purchase = undertaking.purchase
    work = {_WORK[module][0]: _WORK[module][1](purchase) for module in modules}
    return Branch(order_id=undertaking.order_id, attempt=undertaking.attempt, **work)  # type: ignore[arg-type]  # by field


def _take(purchase: Purchase) -> Take:
    return Take(order_id=purchase.order_id, items=purchase.quantities)


def _hold(purchase: Purchase) -> Reserve:
    return Reserve(order_id=purchase.order_id, items=purchase.quantities)


def _schedule(purchase: Purchase) -> Schedule:
    return Schedule(order_id=purchase.order_id, user_id=purchase.user_id, address=purchase.address)


def _confirm(purchase: Purchase) -> OrderRef:
    return OrderRef(order_id=purchase.order_id)


_WORK: Mapping[str, tuple[str, Callable[[Purchase], Message]]] = {
    "stock": ("take", _take),
    "reservations": ("hold", _hold),
    "payments": ("settle", charge),
    "shipping": ("schedule", _schedule),
    "orders": ("confirm", _confirm),
}
"""Module -> the field of a branch that it answers for, and what goes into it."""


def _raise_worst(outcomes: Sequence[BaseException | object]) -> None:
    """Raise what matters most: a defect before a refusal, a refusal before a doubt."""
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if errors:
        raise min(errors, key=_rank)


def _rank(error: BaseException) -> int:
    if isinstance(error, DomainError):
        return 1
    return 2 if isinstance(error, ShopError) else 0
