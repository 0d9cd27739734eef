"""Products to fill stores with."""

from labs.commerce.modules.products.api import Product
from labs.commerce.platform.messages import Text
from labs.commerce.seed.catalogue import catalogue


def seeded() -> list[Product]:
    """The demonstration catalogue; every third is sold out, every fourth unrated."""
    return [
        Product(
            product_id=p.product_id,
            category=p.category,
            path=p.path,
            name=p.name,
            description=p.description,
            price_minor=p.price_minor,
            brand=p.brand,
            attributes=p.attributes,
            available=p.product_id % 3 > 0,
            rating=None if p.product_id % 4 == 0 else 1 + p.product_id % 41 / 10,
            reviews=0 if p.product_id % 4 == 0 else 3,
        )
        for p in catalogue(7)
    ]


def grown(count: int) -> list[Product]:
    """A catalogue as large as a real one: every product of the seeded one in many editions."""
    models = seeded()
    return [
        Product(
            product_id=number,
            category=model.category,
            path=model.path,
            name=Text(ru=f"{model.name.ru} {number:05}", en=f"{model.name.en} {number:05}"),
            description=model.description,
            price_minor=model.price_minor + number % 97 * 100,
            brand=model.brand,
            attributes=model.attributes,
            available=model.available,
        )
        for number in range(1, count + 1)
        for model in [models[number % len(models)]]
    ]


def product(product_id: int, ru: str, en: str, about: str = "", **changes: object) -> Product:
    """A product with these names."""
    told: dict[str, object] = {"category": "lamps", "path": ("home", "lamps"), "price_minor": 100}
    name, description = Text(ru=ru, en=en), Text(ru=about, en=about)
    return Product(product_id=product_id, name=name, description=description, **{**told, **changes})
