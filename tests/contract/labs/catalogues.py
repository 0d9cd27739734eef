"""Products to fill stores with."""

from msgspec.structs import replace

from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.platform.messages import Text
from labs.commerce.seed.products import products

LISTS = [
    Wanted(),
    Wanted(category="electronics"),
    Wanted(category="tents"),
    Wanted(category="nothing-is-called-so"),
    Wanted(brands=("Ostrov",)),
    Wanted(brands=("Ostrov", "Tundra"), price_from=5_000, price_to=50_000),
    Wanted(rating=4),
    Wanted(available=True, category="home"),
    Wanted(attributes=(("colour", ("black", "red")),)),
    Wanted(attributes=(("colour", ("black",)), ("connection", ("wired",))), available=True),
    Wanted(attributes=(("no", ("such",)),)),
]
"""What lists are narrowed to: by nothing, by each kind of choice, and by several."""


def seeded() -> list[Product]:
    """The demonstration catalogue; every third is sold out, every fourth unrated."""
    return [
        replace(
            item,
            available=item.product_id % 3 > 0,
            rating=None if item.product_id % 4 == 0 else 1 + item.product_id % 41 / 10,
            reviews=0 if item.product_id % 4 == 0 else 3,
        )
        for item in products(7)
    ]


def grown(count: int) -> list[Product]:
    """A catalogue as large as a real one: every product of the seeded one in many editions."""
    models = seeded()
    return [
        replace(
            model,
            product_id=number,
            name=Text(ru=f"{model.name.ru} {number:05}", en=f"{model.name.en} {number:05}"),
            price_minor=model.price_minor + number % 97 * 100,
            rating=None,
            reviews=0,
        )
        for number in range(1, count + 1)
        for model in [models[number % len(models)]]
    ]


def product(product_id: int, ru: str, en: str, about: str = "", **changes: object) -> Product:
    """A product with these names."""
    told: dict[str, object] = {"category": "lamps", "path": ("home", "lamps"), "price_minor": 100}
    name, description = Text(ru=ru, en=en), Text(ru=about, en=about)
    return Product(product_id=product_id, name=name, description=description, **{**told, **changes})
