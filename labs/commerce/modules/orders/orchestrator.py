"""Driving sagas to their end, whatever happens on the way."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from labs.commerce.modules.orders.actions import OWN_ACTIONS, Actions
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import (
    Saga,
    abandoned,
    in_doubt,
    reason,
    refused,
    succeeded,
)
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import (
    DomainError,
    OutcomeUnknownError,
    ShopError,
    UnavailableError,
)
from labs.commerce.platform.telemetry import Log

_FIRST_PAUSE = timedelta(milliseconds=100)
_LONGEST_PAUSE = timedelta(seconds=2)


class Progress(Protocol):
    """Where the progress of sagas is kept."""

    async def add(self, saga: Saga, purchase: Purchase) -> bool:
        """Keep a new saga and drive it. False when its order has one."""
        ...

    async def save(self, saga: Saga) -> bool:
        """Keep it and go on driving. False when somebody else drives it now."""
        ...

    async def put_off(self, saga: Saga, pause: timedelta) -> bool:
        """Keep it and let go until `pause` is over."""
        ...


class TakenOverError(Exception):
    """Somebody else drives the saga: what we did in our own database did not happen."""


class OwnSteps(Protocol):
    """Steps on the order's own tables: each commits with the note of it."""

    async def open(self, noted: Saga, purchase: Purchase) -> bool:
        """Open an order with its saga. False when it is open already."""
        ...

    async def take(self, action: str, noted: Saga, purchase: Purchase, reason: str) -> None:
        """Perform an action, and keep how far the saga got with it: both, or neither.

        Raises:
            DomainError, UnavailableError, OutcomeUnknownError: as any action does.
            TakenOverError: somebody else drives it now.
        """
        ...


class Orchestrator:
    """Performs one step after the other and keeps each outcome before the next step."""

    def __init__(
        self,
        actions: Actions,
        own: OwnSteps,
        progress: Progress,
        transaction: Callable[[], AbstractAsyncContextManager[object]],
        log: Log,
        deadline: timedelta,
    ) -> None:
        self._actions = actions
        self._own = own
        self._progress = progress
        self._transaction = transaction
        self._log = log
        self._deadline = deadline

    async def open(self, saga: Saga, purchase: Purchase) -> Saga | None:
        """Keep a new saga, together with a first step that opens the order.

        Whoever finds the saga then finds the order too. None when the order has a saga already.
        """
        if saga.next_action != "CreateOrder":
            return saga if await self._progress.add(saga, purchase) else None
        crash_here(Place.BEFORE_STEP, "CreateOrder")
        opened = succeeded(saga)
        if not await self._own.open(opened, purchase):
            return None
        crash_here(Place.AFTER_NOTE, "CreateOrder")
        return opened

    async def drive(self, saga: Saga, purchase: Purchase, age: timedelta = timedelta()) -> Saga:
        """Drive until the saga is finished, in doubt, or somebody else's. Returns how it stands."""
        while not saga.is_finished:
            try:
                saga = await self._one_on(saga, purchase)
            except (UnavailableError, OutcomeUnknownError) as error:
                return await self._wait(saga, purchase, error, age)
            except TakenOverError:
                self._log.info("saga-taken-over", saga=saga.saga_id)
                return saga
        self._log.info("saga-finished", saga=saga.saga_id, status=saga.status.value)
        return saga

    async def _one_on(self, saga: Saga, purchase: Purchase) -> Saga:
        action = saga.next_action or ""
        perform = self._own_step if action in OWN_ACTIONS else self._step
        try:
            crash_here(Place.BEFORE_STEP, action)
            return await perform(action, saga, purchase)
        except DomainError as error:
            back = refused(saga, error.code)
            await self._keep(back)
            return back

    async def _own_step(self, action: str, saga: Saga, purchase: Purchase) -> Saga:
        following = succeeded(saga)
        await self._own.take(action, following, purchase, reason(saga))
        crash_here(Place.AFTER_NOTE, action)
        return following

    async def _step(self, action: str, saga: Saga, purchase: Purchase) -> Saga:
        """Perform the next action, and keep that it succeeded.

        A step of our own that follows will keep it: whoever takes over before asks again, and
        whoever turns the saga back before takes the last step for one in doubt.
        """
        await self._actions.perform(action, purchase, reason(saga))
        crash_here(Place.AFTER_STEP, action)
        following = succeeded(saga)
        if following.next_action not in OWN_ACTIONS:
            await self._keep(following)
            crash_here(Place.AFTER_NOTE, action)
        return following

    async def _keep(self, saga: Saga) -> None:
        if not await self._progress.save(saga):
            raise TakenOverError

    async def _wait(self, saga: Saga, purchase: Purchase, error: ShopError, age: timedelta) -> Saga:
        """Nobody knows the outcome: come back later, or give up on a saga that is too old."""
        doubtful = in_doubt(saga, error.code)
        if is_over := age > self._deadline and not saga.compensation_required:
            self._log.warning("saga-abandoned", saga=saga.saga_id, error=error.code)
            doubtful = abandoned(doubtful)
        attempts = doubtful.steps[doubtful.current_step].attempts
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempts, 10))
        async with self._transaction():
            if await self._progress.put_off(doubtful, pause) and is_over:
                await self._actions.expire(purchase)
        self._log.info("saga-waits", saga=saga.saga_id, error=error.code, attempts=attempts)
        return doubtful
