"""What the demonstration catalogue's products are told apart by: their categories' attributes."""

from dataclasses import dataclass

from labs.commerce.platform.messages import Text


@dataclass(frozen=True, slots=True)
class SeedAttribute:
    """A property and the values that it can have, by code."""

    code: str
    title: Text
    values: dict[str, Text]


def _attribute(code: str, ru: str, en: str, **values: tuple[str, str]) -> SeedAttribute:
    titles = {name.strip("_"): Text(ru=title[0], en=title[1]) for name, title in values.items()}
    return SeedAttribute(code, Text(ru=ru, en=en), titles)


COLOUR = _attribute(
    *("colour", "Цвет", "Colour"),
    black=("чёрный", "black"),
    white=("белый", "white"),
    red=("красный", "red"),
    green=("зелёный", "green"),
    blue=("синий", "blue"),
)
"""What products of every category have."""

OWN = {
    "headphones": _attribute(
        *("connection", "Подключение", "Connection"),
        wired=("проводное", "wired"),
        wireless=("беспроводное", "wireless"),
    ),
    "keyboards": _attribute(
        *("switches", "Переключатели", "Switches"),
        mechanical=("механические", "mechanical"),
        membrane=("мембранные", "membrane"),
    ),
    "monitors": _attribute(
        *("diagonal", "Диагональ", "Diagonal"),
        _24=("24 дюйма", "24 inches"),
        _27=("27 дюймов", "27 inches"),
        _32=("32 дюйма", "32 inches"),
    ),
    "cameras": _attribute(
        *("sensor", "Матрица", "Sensor"),
        crop=("кроп", "APS-C"),
        full=("полный кадр", "full frame"),
    ),
    "lamps": _attribute(
        *("light", "Свет", "Light"),
        warm=("тёплый", "warm"),
        neutral=("нейтральный", "neutral"),
        cold=("холодный", "cold"),
    ),
    "backpacks": _attribute(
        *("volume", "Объём", "Volume"),
        _20=("20 л", "20 l"),
        _35=("35 л", "35 l"),
        _50=("50 л", "50 l"),
    ),
    "kettles": _attribute(
        *("body", "Корпус", "Body"),
        steel=("сталь", "steel"),
        glass=("стекло", "glass"),
    ),
    "bicycles": _attribute(
        *("frame", "Рама", "Frame"),
        steel=("сталь", "steel"),
        aluminium=("алюминий", "aluminium"),
        carbon=("карбон", "carbon"),
    ),
    "tents": _attribute(
        *("places", "Мест", "Places"),
        _2=("2 места", "2 places"),
        _3=("3 места", "3 places"),
        _4=("4 места", "4 places"),
    ),
    "notebooks": _attribute(
        *("ruling", "Разлиновка", "Ruling"),
        plain=("без линовки", "plain"),
        lined=("в линейку", "lined"),
        squared=("в клетку", "squared"),
    ),
}
"""Category -> the attribute that only its products have."""


def attributes(category: str) -> tuple[SeedAttribute, ...]:
    """The attributes of a category's products; none where it only holds other categories."""
    return (COLOUR, OWN[category]) if category in OWN else ()
