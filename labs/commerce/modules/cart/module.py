"""How the cart is put together."""

from labs.commerce.modules.cart.api import Cart
from labs.commerce.modules.cart.events import handlers
from labs.commerce.modules.cart.routes import routes
from labs.commerce.modules.cart.service import CartService
from labs.commerce.modules.cart.store import CartStore
from labs.commerce.modules.products.api import Products
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.module import Assembly, Module, Parts

_PRICED_FOR_S = 30.0
"""How long a price is remembered to compare with later; no checkout goes by it."""


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    products = parts.peer("products", Products)
    service = CartService(CartStore(parts.cache), products, Remembered(_PRICED_FOR_S))
    return Assembly(service, routes(service), handlers(service, parts.database))


MODULE = Module("cart", "/api/v1/cart", Cart, build)
