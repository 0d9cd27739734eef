"""The demonstration catalogue: ten categories of ten products, named in both languages."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from labs.commerce.platform.messages import Text
from labs.commerce.seed.attributes import attributes


@dataclass(frozen=True, slots=True)
class SeedSection:
    """A category that only holds others."""

    slug: str
    title: Text
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeedCategory:
    """A category and the noun its products are called by."""

    slug: str
    section: str
    title: Text
    noun: Text
    price_minor: tuple[int, int]
    """The range its products' prices are drawn from, in cents."""

    @property
    def path(self) -> tuple[str, ...]:
        """The way to it from the root of the tree."""
        return self.section, self.slug


@dataclass(frozen=True, slots=True)
class SeedProduct:
    """A product with its first stock."""

    product_id: int
    category: str
    path: tuple[str, ...]
    name: Text
    description: Text
    price_minor: int
    brand: str
    attributes: dict[str, str]
    stock: int


SECTIONS = (
    SeedSection(
        "electronics",
        Text(ru="Электроника", en="Electronics"),
        ("headphones", "keyboards", "monitors", "cameras"),
    ),
    SeedSection("home", Text(ru="Дом", en="Home"), ("lamps", "kettles")),
    SeedSection(
        "outdoors",
        Text(ru="Активный отдых", en="Outdoors"),
        ("backpacks", "bicycles", "tents"),
    ),
    SeedSection("stationery", Text(ru="Канцелярия", en="Stationery"), ("notebooks",)),
)


def _category(
    slug: str, title: tuple[str, str], noun: tuple[str, str], *price: int
) -> SeedCategory:
    (title_ru, title_en), (noun_ru, noun_en), (low, high) = title, noun, price
    titles, nouns = Text(ru=title_ru, en=title_en), Text(ru=noun_ru, en=noun_en)
    section = next(section.slug for section in SECTIONS if slug in section.holds)
    return SeedCategory(slug, section, titles, nouns, (low, high))


CATEGORIES = (
    _category("headphones", ("Наушники", "Headphones"), ("Наушники", "headphones"), 1900, 39900),
    _category("keyboards", ("Клавиатуры", "Keyboards"), ("Клавиатура", "keyboard"), 2900, 24900),
    _category("monitors", ("Мониторы", "Monitors"), ("Монитор", "monitor"), 9900, 89900),
    _category("cameras", ("Камеры", "Cameras"), ("Камера", "camera"), 14900, 199900),
    _category("lamps", ("Лампы", "Lamps"), ("Настольная лампа", "desk lamp"), 1500, 12900),
    _category("backpacks", ("Рюкзаки", "Backpacks"), ("Рюкзак", "backpack"), 3900, 19900),
    _category("kettles", ("Чайники", "Kettles"), ("Чайник", "kettle"), 1900, 9900),
    _category("bicycles", ("Велосипеды", "Bicycles"), ("Велосипед", "bicycle"), 29900, 249900),
    _category("tents", ("Палатки", "Tents"), ("Палатка", "tent"), 7900, 59900),
    _category("notebooks", ("Блокноты", "Notebooks"), ("Блокнот", "notebook"), 300, 2900),
)

_SERIES = (
    ("Аврора", "Aurora", "для долгих северных вечеров", "for long northern evenings"),
    ("Байкал", "Baikal", "с запасом прочности", "built to outlast you"),
    ("Вега", "Vega", "лёгкость без компромиссов", "light in the hand"),
    ("Гранит", "Granite", "не боится ударов", "shrugs off knocks"),
    ("Дельта", "Delta", "для тех, кто всё время в пути", "for people on the move"),
    ("Ермак", "Yermak", "для трудной дороги", "for rough roads"),
    ("Заря", "Zarya", "простая и надёжная вещь", "plain and dependable"),
    ("Импульс", "Impulse", "быстрый отклик во всём", "quick in everything"),
    ("Каскад", "Cascade", "тихая и аккуратная работа", "quiet and tidy"),
    ("Лагуна", "Lagoon", "в цвете морской волны", "in sea green"),
)


BRANDS = ("Nordwind", "Polarys", "Ostrov", "Meridian", "Tundra")


@cache
def catalogue(seed: int) -> tuple[SeedProduct, ...]:
    """Every seeded product, numbered from 1."""
    return tuple(_products(random.Random(seed)))  # noqa: S311 - demonstration data


def _products(draw: random.Random) -> Iterator[SeedProduct]:
    product_id = 0
    for category in CATEGORIES:
        for series_ru, series_en, about_ru, about_en in _SERIES:
            product_id += 1
            low, high = category.price_minor
            yield SeedProduct(
                product_id=product_id,
                category=category.slug,
                path=category.path,
                name=Text(
                    ru=f"{category.noun.ru} «{series_ru}»", en=f"{series_en} {category.noun.en}"
                ),
                description=Text(
                    ru=f"{category.noun.ru} серии «{series_ru}»: {about_ru}.",
                    en=f"{category.noun.en.capitalize()} of the {series_en} series: {about_en}.",
                ),
                # Prices end in .90, as prices in shops do.
                price_minor=draw.randrange(low, high, 100) // 100 * 100 + 90,
                stock=draw.randrange(5_000, 20_000),
                brand=BRANDS[product_id // 2 % len(BRANDS)],
                attributes=_attributes(category.slug, product_id),
            )


def _attributes(category: str, product_id: int) -> dict[str, str]:
    """A value of each of the category's attributes, spread so that facets have something to say."""
    return {
        attribute.code: tuple(attribute.values)[product_id * step % len(attribute.values)]
        for step, attribute in enumerate(attributes(category), start=1)
    }
