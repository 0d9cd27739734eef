"""The demonstration catalogue as products that are told apart, priced and shown."""

from collections.abc import Iterator

from labs.commerce.modules.products.api import Product
from labs.commerce.seed.catalogue import catalogue


def products(seed: int) -> Iterator[Product]:
    """The demonstration catalogue, all of it in stock."""
    for item in catalogue(seed):
        yield Product(
            product_id=item.product_id,
            category=item.category,
            path=item.path,
            name=item.name,
            description=item.description,
            price_minor=item.price_minor,
            brand=item.brand,
            attributes=item.attributes,
            available=True,
        )
