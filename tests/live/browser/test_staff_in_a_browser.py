"""What staff see and do in a real browser, and what nobody else may."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from playwright.sync_api import Browser, expect

from labs.commerce.modules.orders.api import OrderCancelled
from labs.commerce.platform.events import encode_envelope
from labs.commerce.platform.messages import Envelope
from tests.live.browser.conftest import Lab
from tests.live.browser.visitor import visiting

pytestmark = pytest.mark.live


@pytest.mark.parametrize("locale", ["en-GB", "ru-RU"])
def test_every_room_of_the_office_opens(lab: Lab, browser: Browser, locale: str) -> None:
    with visiting(browser, lab.url, locale=locale) as admin:
        admin.sign_in("admin@shop.example")
        for room in (
            "",
            "/orders",
            "/products",
            "/products/7",
            "/stock",
            "/reviews",
            "/people",
            "/dead-letters",
        ):
            admin.go(f"/admin{room}")
            expect(admin.page.locator(".office h1")).to_be_visible()
        admin.go("/admin")
        expect(admin.page.get_by_role("row", name="order-1")).to_be_visible()


def test_a_price_is_changed_where_customers_see_it(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as admin:
        admin.sign_in("admin@shop.example")
        admin.go("/admin/products/77")
        admin.page.locator("#price").fill("1234.56")
        admin.page.get_by_role("button", name="Save").click()
        expect(admin.page.locator("[role=status]")).to_have_text("Changed.")
        admin.go("/products/77")
        expect(admin.page.locator(".price.big")).to_have_text("€1,234.56")


def test_an_order_is_found_by_its_customer_its_parcel_delivered_and_a_part_given_back(
    lab: Lab, browser: Browser
) -> None:
    with visiting(browser, lab.url) as customer, visiting(browser, lab.url) as admin:
        customer.put_into_cart(88)
        email = customer.sign_up("/checkout")
        customer.fill_address()
        customer.pay_by_test("pm_test_approve")
        expect(customer.page.locator("[data-live] h2").first).to_have_text("Confirmed. Thank you!")
        admin.sign_in("admin@shop.example")
        admin.go("/admin/orders")
        admin.page.locator("#text").fill(email)
        admin.page.get_by_role("button", name="Search").last.click()
        expect(admin.page.locator("tbody tr")).to_have_count(1)
        admin.page.locator("tbody a").click()
        expect(admin.page.get_by_text("Taken").first).to_be_visible()
        admin.page.get_by_role("button", name="Hand over to the carrier").click()
        admin.page.get_by_role("button", name="Deliver").click()
        admin.page.locator("#amount").fill("1.50")
        admin.page.locator("#reason").select_option("late")
        admin.page.get_by_role("button", name="Give back").click()
        expect(admin.page.locator("[role=status]")).to_have_text("The money is on its way back.")
        expect(admin.page.locator("dl.sum")).to_contain_text("−€1.50")
        customer.reload_until(customer.page.get_by_text("Money given back").count)
        expect(customer.page.locator("dl.sum")).to_contain_text("−€1.50")
        customer.go("/letters")
        customer.reload_until(customer.page.get_by_text("We are returning €1.50").count)
        expect(customer.page.locator("main")).to_contain_text("the parcel came too late")


async def bury(lab: Lab, *orders: UUID) -> None:
    """Leave dead letters with the sales reports, for a reason that names somebody."""
    connection = await asyncpg.connect(lab.runtime.status().databases["analytics"])
    for order in orders:
        event = OrderCancelled(order_id=order, user_id=uuid4(), reason="card-declined")
        envelope = Envelope(
            id=uuid4(),
            event="OrderCancelled",
            key=event.key,
            at=datetime.now(UTC),
            request_id="",
            data=msgspec.Raw(msgspec.json.encode(event)),
        )
        await connection.execute(
            "INSERT INTO platform.deferred (consumer, event_id, key, event, payload, attempts,"
            " due_at, is_dead, error) VALUES ('sales-reports', $1, $2, 'OrderCancelled', $3, 5,"
            " now(), true, 'NotFoundError(''user-unknown {''email'': ''anna@mail.example''}'')')",
            envelope.id,
            envelope.key,
            encode_envelope(envelope),
        )
    await connection.close()


def test_dead_letters_are_shown_without_personal_data_and_tried_again(
    lab: Lab, browser: Browser
) -> None:
    orders = [uuid4() for _ in range(3)]
    # a loop of its own thread: the browser's driver runs one in ours
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(bury(lab, *orders))).result()
    with visiting(browser, lab.url) as admin:
        admin.sign_in("admin@shop.example")
        admin.go("/admin/dead-letters")
        rows = admin.page.locator("tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.first).to_contain_text("NotFoundError user-unknown")
        assert "anna@mail.example" not in admin.page.content()
        rows.filter(has_text=str(orders[1])[:8]).get_by_role("button").click()
        expect(rows).to_have_count(2)
        admin.page.get_by_role("button", name="Try all again").click()
        expect(admin.page.locator("[role=status]")).to_have_text("They are being tried again.")
        expect(admin.page.get_by_text("No event is stuck")).to_be_visible()


def test_a_customer_is_shown_the_door(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as customer:
        customer.sign_in("customer-01@shop.example")
        assert not customer.page.locator(".mine a[href='/admin']").count()
        assert customer.page.request.get(f"{lab.url}/admin/dead-letters").status == 403
        customer.go("/admin/people")
        expect(customer.page.locator("h1")).to_have_text("For staff only")
        assert len(customer.complaints) == 1  # the refused page itself: 403
        customer.complaints.clear()
