"""Pictures of products, drawn: a shape for each category, colours for each series.

They are addressed like files that never change: the address carries a hash of every drawing.
"""

from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.responses import Response

from labs.commerce.companions.storefront.assets import PREFIX, digest, lasting
from labs.commerce.platform.errors import NotFoundError

SVG = "image/svg+xml; charset=utf-8"
VIEWS = ("front", "detail", "scene")
FALLBACK = "parcel"
_FRAME = "frame.svg"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a series."""

    main: str
    deep: str
    light: str
    ground: str
    """Behind the product."""


PALETTES = (
    Palette("#6d5bd0", "#43378f", "#b9aff2", "#ece9fb"),
    Palette("#2c6fad", "#194a78", "#9cc6ea", "#e3eef8"),
    Palette("#d9a441", "#98691a", "#f5dba2", "#faf2df"),
    Palette("#6b7078", "#40444b", "#c0c5cc", "#eceef0"),
    Palette("#dd7233", "#9b4715", "#f6bf9a", "#fcece1"),
    Palette("#7d5b43", "#513826", "#cfb39e", "#f3ebe4"),
    Palette("#de6468", "#9c363c", "#f6b5b5", "#fce9e8"),
    Palette("#c03a3a", "#7f1f24", "#eda19c", "#fae6e4"),
    Palette("#3f9fc4", "#23688a", "#aadcee", "#e4f4f9"),
    Palette("#2b8f80", "#16594f", "#97d8cb", "#e0f3ef"),
)
"""In the order of the demonstration catalogue's series."""


def picture_url(category: str, product_id: int, view: str = VIEWS[0]) -> str:
    """Where the picture of a product is."""
    shape = category if category in _shapes() else FALLBACK
    return f"{PREFIX}/pictures/{shape}-{(product_id - 1) % len(PALETTES)}-{view}.{_version()}.svg"


def respond(name: str) -> Response:
    """The picture of that exact name.

    Raises:
        NotFoundError: no such drawing, or another version of it.
    """
    stem, _, version = name.removesuffix(".svg").partition(".")
    shape, _, rest = stem.rpartition("-")[0].rpartition("-")
    series, view = rest, stem.rpartition("-")[2]
    is_drawn = shape in _shapes() and view in VIEWS and series.isascii() and series.isdigit()
    if not is_drawn or version != _version() or int(series) >= len(PALETTES):
        raise NotFoundError("no-such-page")
    return lasting(_drawn(shape, int(series), view), SVG)


@cache
def _drawn(shape: str, series: int, view: str) -> bytes:
    drawing = _environment().get_template(_FRAME)
    return drawing.render(shape=f"{shape}.svg", view=view, **asdict(PALETTES[series])).encode()


@cache
def _shapes() -> frozenset[str]:
    return frozenset(name.removesuffix(".svg") for name in _files() if name != _FRAME)


@cache
def _files() -> dict[str, str]:
    folder = resources.files(__package__ or "").joinpath("drawings")
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


@cache
def _environment() -> Environment:
    return Environment(loader=DictLoader(_files()), autoescape=True, undefined=StrictUndefined)


@cache
def _version() -> str:
    return digest("".join(text for _, text in sorted(_files().items())).encode())
