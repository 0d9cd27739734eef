"""What only staff may ask for; the modules themselves check the roles."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from labs.commerce.companions.storefront.backend.catalogue import PRODUCTS, Level, Product
from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.purchases import Order
from labs.commerce.companions.storefront.backend.text import Answered

ADMIN = "/api/v1/admin"
SALES = "/api/v1/analytics/sales"
SUPPLIERS = "/api/v1/inventory/suppliers"
CASES = "/api/v1/moderation/cases"
PERMISSIONS = "/api/v1/users/permissions"


class OrderTotals(Answered, frozen=True, kw_only=True):
    """How many orders there are, by status."""

    pending: int
    confirmed: int
    cancelled: int


class SalesTotals(Answered, frozen=True, kw_only=True):
    """Everything sold so far."""

    orders: int
    items: int
    revenue_minor: int


class Levels(Answered, frozen=True, kw_only=True):
    """How many of each product can be sold."""

    items: list[Level]


class Summary(Answered, frozen=True, kw_only=True):
    """The whole shop at a glance; a part that did not answer is None."""

    accounts: int | None
    products: int | None
    orders: OrderTotals | None
    sales: SalesTotals | None
    low_stock: Levels | None


class Day(Answered, frozen=True, kw_only=True):
    """The sales of one day."""

    day: date
    orders: int
    revenue_minor: int


class Bestseller(Answered, frozen=True, kw_only=True):
    """The sales of one product."""

    product_id: int
    quantity: int
    revenue_minor: int


class Supplier(Answered, frozen=True, kw_only=True):
    """Somebody who sells to the shop."""

    supplier_id: int
    name: str
    lead_days: int


class Replenishment(Answered, frozen=True, kw_only=True):
    """Goods bought from a supplier."""

    replenishment_id: UUID
    supplier_id: int
    product_id: int
    quantity: int
    status: str


class Case(Answered, frozen=True, kw_only=True):
    """A review that waits for a person."""

    review_id: UUID
    product_id: int
    stars: int
    text: str
    reason: str


class Account(Answered, frozen=True, kw_only=True):
    """An open account."""

    user_id: UUID
    email: str
    name: str


class Grants(Answered, frozen=True, kw_only=True):
    """What somebody may do."""

    roles: list[str]
    tier: str


@dataclass(frozen=True, slots=True)
class Office:
    """Runs the shop on behalf of the staff member whose token it is given."""

    backend: Backend

    async def summary(self, token: str) -> Summary:
        """The whole shop at a glance."""
        return await self.backend.ask(Call("admin", "GET", f"{ADMIN}/summary"), Summary, token)

    async def days(self, token: str) -> list[Day]:
        """The latest days with sales."""
        call = Call("sales-reports", "GET", f"{SALES}/days", {"limit": 14})
        return await self.backend.ask(call, list[Day], token)

    async def bestsellers(self, token: str) -> list[Bestseller]:
        """The products sold most."""
        call = Call("sales-reports", "GET", f"{SALES}/bestsellers", {"limit": 5})
        return await self.backend.ask(call, list[Bestseller], token)

    async def orders(self, token: str, status: str, text: str) -> list[Order]:
        """The latest orders that look like what is asked for."""
        call = Call("admin", "GET", f"{ADMIN}/orders", {"status": status, "q": text})
        return await self.backend.ask(call, list[Order], token)

    async def accounts(self, token: str, text: str) -> list[Account]:
        """Accounts whose address or name holds a text."""
        call = Call("admin", "GET", f"{ADMIN}/accounts", {"q": text, "limit": 30})
        return await self.backend.ask(call, list[Account], token)

    async def grants(self, token: str, user_id: UUID) -> Grants:
        """What somebody may do."""
        call = Call("permissions", "GET", f"{PERMISSIONS}/{user_id}")
        return await self.backend.ask(call, Grants, token)

    async def grant(self, token: str, user_id: UUID, grants: Grants) -> None:
        """Set what somebody may do."""
        call = Call("permissions", "PUT", f"{PERMISSIONS}/{user_id}", body=grants)
        await self.backend.ask(call, object, token)

    async def change(self, token: str, product: Product) -> None:
        """Set what the catalogue says of a product."""
        path = f"{PRODUCTS}/{product.product_id}"
        body = {
            "category": product.category,
            "name": product.name,
            "description": product.description,
            "priceMinor": product.price_minor,
            "brand": product.brand,
            "attributes": product.attributes,
        }
        await self.backend.ask(Call("products", "PUT", path, body=body), object, token)

    async def low(self, token: str) -> list[Level]:
        """The products that are running out."""
        call = Call("stock", "GET", "/api/v1/inventory/stock/low")
        return (await self.backend.ask(call, Levels, token)).items

    async def suppliers(self, token: str) -> list[Supplier]:
        """Everybody who sells to the shop."""
        return await self.backend.ask(Call("suppliers", "GET", SUPPLIERS), list[Supplier], token)

    async def replenishments(self, token: str) -> list[Replenishment]:
        """The latest goods bought."""
        call = Call("suppliers", "GET", f"{SUPPLIERS}/replenishments")
        return await self.backend.ask(call, list[Replenishment], token)

    async def buy(self, token: str, supplier_id: int, product_id: int, quantity: int) -> None:
        """Order goods from a supplier."""
        body = {"supplierId": supplier_id, "productId": product_id, "quantity": quantity}
        call = Call("suppliers", "POST", f"{SUPPLIERS}/replenishments", body=body)
        await self.backend.ask(call, object, token)

    async def receive(self, token: str, replenishment_id: UUID) -> None:
        """Put goods that arrived on the shelf."""
        path = f"{SUPPLIERS}/replenishments/{replenishment_id}/receipt"
        await self.backend.ask(Call("suppliers", "POST", path), object, token)

    async def cases(self, token: str) -> list[Case]:
        """Reviews that wait for a person."""
        return await self.backend.ask(Call("moderation", "GET", CASES), list[Case], token)

    async def decide(self, token: str, review_id: UUID, reason: str, *, approve: bool) -> None:
        """Publish a review, or don't."""
        body = {"approve": approve, "reason": reason}
        call = Call("moderation", "POST", f"{CASES}/{review_id}/decision", body=body)
        await self.backend.ask(call, object, token)

    async def refund(
        self, token: str, order_id: UUID, amount_minor: int | None, reason: str, key: str
    ) -> None:
        """Give back what an order cost, or a part of it; the same key is the same refund."""
        path, headers = f"/api/v1/payments/{order_id}/refunds", {"idempotency-key": key}
        body = {"amountMinor": amount_minor, "reason": reason}
        call = Call("payments", "POST", path, body=body, headers=headers)
        await self.backend.ask(call, object, token)

    async def move_parcel(self, token: str, order_id: UUID) -> None:
        """Play the carrier: take a parcel one stage further."""
        call = Call("shipping", "POST", f"/api/v1/shipping/{order_id}/moves")
        await self.backend.ask(call, object, token)
