"""Placing orders and looking at them."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from labs.commerce.modules.cart.api import Cart, CartOf
from labs.commerce.modules.orders.api import (
    Order,
    OrderItem,
    OrderList,
    OrderRef,
    OrdersWanted,
    OrderTotals,
)
from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.orders.checkout import Checkout
from labs.commerce.modules.orders.purchase import Purchase, fingerprint
from labs.commerce.modules.orders.rebuilding import Comparison, Rebuilding
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.modules.orders.state import HistoryEntry, OrderStatus, history
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.modules.orders.withdrawals import Withdrawals
from labs.commerce.modules.products.api import ProductRefs, Products
from labs.commerce.modules.shipping.api import Address
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.messages import Command, Nothing

LINES_MAX, QUANTITY_MAX = 50, 99
_CURRENCY = "EUR"


class Sagas(Protocol):
    """Knows how far the saga of an order got."""

    async def find(self, order_id: UUID) -> Saga | None:
        """An order's saga; None where it has none."""
        ...


class PlaceOrder(Command, frozen=True):
    """What a customer asks for."""

    address: Address
    payment_method: str
    items: list[Quantity] | None = None
    """None: what is in the cart."""


@dataclass(frozen=True, slots=True)
class OrdersService:
    """Fulfils the contract of orders."""

    store: OrdersStore
    rebuilding: Rebuilding
    sagas: Sagas
    book: OrderBook
    checkout: Checkout
    withdrawals: Withdrawals
    products: Products
    cart: Cart
    clock: Clock

    async def find(self, message: OrderRef) -> Order:
        """One order."""
        return await self.book.find(message.order_id)

    async def confirm(self, message: OrderRef) -> Nothing:
        """Say that an order is paid and sent."""
        await self.book.confirm(await self.book.find(message.order_id))
        return Nothing()

    async def latest(self, message: OrdersWanted) -> OrderList:
        """The latest orders."""
        return OrderList(orders=await self.store.latest(message))

    async def totals(self, _message: Nothing) -> OrderTotals:
        """How many orders there are."""
        return await self.store.totals()

    async def place(self, user_id: UUID, request: PlaceOrder, key: str | None) -> Order:
        """Place an order. The same idempotency key names the same order, however often it comes.

        Raises:
            InvalidError: there is nothing to buy, or the key stands for another request.
        """
        order_id = uuid5(user_id, key) if key else uuid4()
        known = await self.store.fingerprint(order_id) if key else None
        if known is not None and known != fingerprint(request):
            raise InvalidError("idempotency-key-reused")
        order: Order | None = None
        if known is None:
            order = await self.checkout.run(await self._purchase(order_id, user_id, request))
        crash_here(Place.BEFORE_ANSWER, "orders/place")
        return order or await self.book.find(order_id)

    async def withdraw(self, order: Order) -> Order:
        """Undo an order, finished or not, while its parcel has not left.

        Doing it again changes nothing.

        Raises:
            DomainError: its parcel left already.
        """
        if order.status == OrderStatus.CANCELLED.value:
            return order
        return await self.withdrawals.ask(order.order_id)

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        """A user's latest orders."""
        return await self.store.of_user(user_id, limit)

    async def history(self, order_id: UUID) -> list[HistoryEntry]:
        """What happened to an order, oldest first."""
        return history(await self.store.stream(order_id))

    async def rebuild(self, *, repair: bool) -> Comparison:
        """Every order made anew from its events, compared with its row, and on demand repaired."""
        return await self.rebuilding.compare(repair=repair)

    async def saga(self, order_id: UUID) -> Saga:
        """The saga that carries an order through.

        Raises:
            NotFoundError: the order was made in one transaction.
        """
        saga = await self.sagas.find(order_id)
        if saga is None:
            raise NotFoundError("order-without-saga", orderId=str(order_id))
        return saga

    async def _purchase(self, order_id: UUID, user_id: UUID, request: PlaceOrder) -> Purchase:
        wanted = request.items
        if wanted is None:
            wanted = (await self.cart.contents(CartOf(user_id=user_id))).items
        items = await self._priced(checked(wanted))
        return Purchase(
            order_id=order_id,
            user_id=user_id,
            items=items,
            total_minor=sum(item.price_minor * item.quantity for item in items),
            currency=_CURRENCY,
            address=request.address,
            payment_method=request.payment_method,
            fingerprint=fingerprint(request),
            placed_at=self.clock.now(),
        )

    async def _priced(self, wanted: list[Quantity]) -> list[OrderItem]:
        refs = ProductRefs(product_ids=[item.product_id for item in wanted])
        found = await self.products.find_all(refs)
        return [
            OrderItem(
                product_id=item.product_id,
                quantity=item.quantity,
                name=product.name,
                price_minor=product.price_minor,
            )
            for item, product in zip(wanted, found.products, strict=True)
        ]


def checked(wanted: list[Quantity]) -> list[Quantity]:
    """The lines of an order, if they make one.

    Raises:
        InvalidError: none, too many, twice the same product, or a quantity out of range.
    """
    if not wanted:
        raise InvalidError("order-empty")
    if len(wanted) > LINES_MAX:
        raise InvalidError("order-too-long", limit=LINES_MAX)
    if len({item.product_id for item in wanted}) < len(wanted):
        raise InvalidError("product-repeated")
    for item in wanted:
        if not 1 <= item.quantity <= QUANTITY_MAX:
            raise InvalidError("quantity-out-of-range", low=1, high=QUANTITY_MAX)
    return wanted
