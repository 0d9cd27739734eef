"""A service that is away takes its own part of a page with it, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.live.browser.conftest import Lab
from tests.live.browser.visitor import visiting

pytestmark = pytest.mark.live


@contextmanager
def paused(lab: Lab, part: str) -> Iterator[None]:
    lab.runtime.pause(part)
    try:
        yield
    finally:
        lab.runtime.resume(part)


def test_a_product_is_shown_without_its_reviews(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as visitor, paused(lab, "review"):
        visitor.go("/products/5")
        expect(visitor.page.locator("h1")).to_have_text("Delta headphones")
        expect(visitor.page.locator("#reviews")).to_contain_text("not available at the moment")


def test_a_cart_that_is_away_says_so(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as customer:
        customer.sign_in("customer-02@shop.example")
        with paused(lab, "cart"):
            customer.go("/cart")
            expect(customer.page.locator("h1")).to_have_text("That did not work")
            expect(customer.page.locator("main")).to_contain_text("did not answer in time")
            customer.go("/products/5")
            expect(customer.page.locator("h1")).to_have_text("Delta headphones")
        assert len(customer.complaints) == 1  # the page of the cart: 504
        customer.complaints.clear()
