"""Knowing what visitors look at."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from labs.commerce.modules.behaviour.store import Action, BehaviourStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Message

KINDS = ("view", "search", "add-to-cart", "purchase")
_BATCH_MAX, _TEXT_MAX = 100, 200
_FUNNEL = ("view", "add-to-cart", "purchase")


class Viewed(Message, frozen=True, kw_only=True):
    """How often a product was looked at."""

    product: str
    views: int


class Summary(Message, frozen=True, kw_only=True):
    """What visitors did lately."""

    hours: int
    sessions: dict[str, int]
    """Kind of action -> in how many sessions it was done."""
    conversion: float | None
    """Share of the sessions with a view that ended in a purchase; None without views."""
    most_viewed: list[Viewed]


@dataclass(frozen=True, slots=True)
class BehaviourService:
    """Fulfils the contract of behaviour."""

    store: BehaviourStore
    clock: Clock

    async def note(self, actions: list[Action]) -> None:
        """Take down what visitors did."""
        if not 1 <= len(actions) <= _BATCH_MAX:
            raise InvalidError("batch-size", low=1, high=_BATCH_MAX)
        for action in actions:
            if action.kind not in KINDS:
                raise InvalidError("kind-unknown", kind=action.kind, known=list(KINDS))
            if max(len(action.session), len(action.subject)) > _TEXT_MAX:
                raise InvalidError("text-length", low=0, high=_TEXT_MAX)
        await self.store.add(actions, self.clock.now())

    async def purchased(self, user_id: UUID) -> None:
        """A customer bought something: the user stands for the session."""
        action = Action(session=str(user_id), kind="purchase", subject="")
        await self.store.add([action], self.clock.now())

    async def summary(self, hours: int) -> Summary:
        """What visitors did in the last hours."""
        since = self.clock.now() - timedelta(hours=hours)
        sessions = await self.store.sessions_by_kind(since)
        most = await self.store.most_viewed(since, 10)
        return Summary(
            hours=hours,
            sessions={kind: sessions.get(kind, 0) for kind in KINDS},
            conversion=conversion(sessions),
            most_viewed=[Viewed(product=product, views=views) for product, views in most],
        )


def conversion(sessions: dict[str, int]) -> float | None:
    """Purchases per view, in sessions."""
    first, last = sessions.get(_FUNNEL[0], 0), sessions.get(_FUNNEL[-1], 0)
    return round(last / first, 4) if first else None
