"""Make the shop's pictures with the real services: `python -m tests.live.browser.screenshots`.

Starts a lab and a browser and takes about half a minute. Prices and names come out the same each
time; times and order numbers differ from run to run.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from labs.local.options import LocalOptions
from labs.local.runtime import LocalRuntime
from tests.live.browser.visitor import Visitor, chromium, visiting
from workbench.usecases.shops import shop_blueprint

PICTURES = Path(__file__).parents[3] / "docs" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 375, "height": 812}
MOST_BYTES = 150_000


def main() -> None:
    """Take every picture anew."""
    with lab() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        sales(browser, url)
        storefront(browser, url)
        office(browser, url)
        browser.close()
    for picture in sorted(PICTURES.glob("shop-*.png")):
        size = picture.stat().st_size
        assert size <= MOST_BYTES, f"{picture.name} has {size} bytes"


@contextmanager
def lab() -> Iterator[str]:
    """The eleven services, for as long as the pictures take."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as place:
        Path(place).chmod(0o711)
        runtime = LocalRuntime(LocalOptions(base=Path(place) / "labs", limits=False))
        status = runtime.up(shop_blueprint("reference", None), owner_pid=os.getpid())
        try:
            yield status.gateway_url
        finally:
            runtime.down()


def sales(browser: Browser, url: str) -> None:
    """Something for the office to look at."""
    for products in ((3, 12), (3, 55), (63,)):
        with visiting(browser, url) as customer:
            _buy(customer, *products)


def storefront(browser: Browser, url: str) -> None:
    """What customers see."""
    with visiting(browser, url, viewport=WIDE) as visitor:
        visitor.go("/")
        take(visitor, "home")
        visitor.go("/categories/headphones?attribute.colour=black&attribute.colour=red")
        take(visitor, "category")
        _buy(visitor, 37, 55)
        take(visitor, "order")
    with visiting(browser, url, viewport=WIDE, locale="ru-RU", color_scheme="dark") as visitor:
        visitor.go("/products/3")
        take(visitor, "product-dark")
    with visiting(browser, url, viewport=NARROW, locale="ru-RU", is_mobile=True) as visitor:
        visitor.go("/")
        take(visitor, "phone")


def office(browser: Browser, url: str) -> None:
    """What staff see."""
    with visiting(browser, url, viewport=WIDE, locale="ru-RU") as admin:
        admin.sign_in("admin@shop.example")
        admin.go("/admin")
        take(admin, "office")


def take(visitor: Visitor, name: str) -> None:
    """Keep what is on the screen."""
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.screenshot(path=PICTURES / f"shop-{name}.png")


def _buy(customer: Visitor, *products: int) -> None:
    for product in products:
        customer.put_into_cart(product)
    customer.sign_up("/checkout")
    customer.fill_address()
    customer.pay_by_card("4242 4242 4242 4242")
    expect(customer.page.locator("[data-live]")).to_contain_text("OrderConfirmed")
    while customer.page.locator(".count").count():  # the cart hears of the order by an event
        customer.page.reload()


if __name__ == "__main__":
    main()
