"""Customers' journeys in a real browser, through the gateway, in both languages."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.live.browser.conftest import Lab
from tests.live.browser.visitor import visiting

pytestmark = pytest.mark.live

CONFIRMED = {"en-GB": "Confirmed. Thank you!", "ru-RU": "Заказ подтверждён. Спасибо!"}


@pytest.mark.parametrize(
    ("locale", "typo", "named"),
    [("en-GB", "headphnoes", "headphones"), ("ru-RU", "наушнки", "Наушники")],
)
def test_a_guest_searches_with_a_typing_error_signs_up_and_buys_with_a_card(
    lab: Lab, browser: Browser, locale: str, typo: str, named: str
) -> None:
    with visiting(browser, lab.url, locale=locale) as guest:
        guest.go("/")
        expect(guest.page.locator("html")).to_have_attribute("lang", locale[:2])
        guest.page.locator("#q").fill(typo)
        expect(guest.page.locator(".suggestions a").first).to_contain_text(named)
        guest.page.locator("#q").press("Enter")
        expect(guest.page.locator(".product h3").first).to_contain_text(named)
        guest.page.locator(".product h3 a").first.click()
        guest.page.locator(".buy button").click()
        guest.put_into_cart(41)
        expect(guest.page.locator(".count")).to_have_text("2")
        guest.sign_up("/checkout")
        expect(guest.page.locator(".count")).to_have_text("2")  # the guest's cart came along
        guest.fill_address()
        guest.pay_by_card("4242 4242 4242 4242")
        expect(guest.page.locator("[data-live] h2").first).to_have_text(CONFIRMED[locale])
        expect(guest.page.locator("[data-live] .way .now")).to_be_visible()
        expect(guest.page.locator("[data-live]")).to_contain_text("OrderConfirmed")
        guest.reload_until(lambda: not guest.page.locator(".count").count())


def test_a_cards_number_reaches_the_payment_provider_and_never_the_shop(
    lab: Lab, browser: Browser
) -> None:
    with visiting(browser, lab.url) as customer:
        sent: dict[str, str] = {}
        customer.page.on(
            "request", lambda request: sent.update({request.url: request.post_data or ""})
        )
        customer.put_into_cart(12)
        customer.sign_up("/checkout")
        customer.fill_address()
        customer.pay_by_card("5555555555554444")
        expect(customer.page.locator("h1")).to_have_text("Your order")
        told = [url for url, body in sent.items() if "5555555555554444" in body]
        assert told == [f"{lab.url}/psp/v1/tokens"]


def test_a_declined_card_is_said_and_the_goods_can_be_paid_for_again(
    lab: Lab, browser: Browser
) -> None:
    with visiting(browser, lab.url) as customer:
        customer.put_into_cart(23)
        customer.sign_up("/checkout")
        customer.fill_address()
        customer.pay_by_card("4000 0000 0000 0002")
        expect(customer.page.locator("[data-live] [role=alert]")).to_contain_text(
            "The bank declined the card. You have not been charged."
        )
        customer.page.get_by_role("link", name="Try again").click()
        customer.fill_address()
        customer.pay_by_card("4242 4242 4242 4242")
        expect(customer.page.locator("[data-live] h2").first).to_have_text("Confirmed. Thank you!")


@pytest.mark.parametrize("refused", [False, True], ids=["by its stream", "without a stream"])
def test_an_order_whose_payment_takes_its_time_is_followed_to_its_end(
    lab: Lab, browser: Browser, *, refused: bool
) -> None:
    with visiting(browser, lab.url) as customer:
        asked: list[str] = []
        customer.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        if refused:
            customer.page.route("**/progress/stream", lambda route: route.fulfill(status=503))
        customer.put_into_cart(31)
        customer.sign_up("/checkout")
        customer.fill_address()
        customer.pay_by_test("pm_test_late")
        expect(customer.page.locator("h1")).to_have_text("Your order")
        expect(customer.page.locator("[data-live] h2").first).to_have_text("Confirmed. Thank you!")
        assert "stream" in asked
        assert ("progress" in asked) is refused
        if refused:
            assert len(customer.complaints) == 1  # the stream: 503
            customer.complaints.clear()


@pytest.mark.parametrize("card", ["pm_test_approve", "pm_test_silent"])
def test_an_order_done_or_under_way_is_cancelled_by_its_customer_while_the_parcel_is_at_home(
    lab: Lab, browser: Browser, card: str
) -> None:
    with visiting(browser, lab.url) as customer:
        customer.sign_up()
        customer.put_into_cart(7)
        customer.go("/checkout")
        customer.fill_address()
        customer.pay_by_test(card)
        expect(customer.page.locator("main .way .now")).to_be_visible()
        customer.page.locator("form[action$='/withdrawal'] button").click()
        reason = "The order was cancelled at your request. What was charged is returned."
        expect(customer.page.locator("main .notice.bad")).to_have_text(reason)
        expect(customer.page.locator("form[action$='/withdrawal']")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "name"), [("en-GB", "Reset your password"), ("ru-RU", "Сброс пароля")]
)
def test_a_forgotten_password_is_replaced_with_a_code_from_the_mailbox(
    lab: Lab, browser: Browser, locale: str, name: str
) -> None:
    with visiting(browser, lab.url, locale=locale) as customer:
        email = customer.sign_up()
        expect(customer.page.locator(".mine a[href='/account']")).to_be_visible()
        customer.page.context.clear_cookies()
        customer.go("/forgotten-password")
        customer.page.locator("#email").fill(email)
        customer.page.locator("main form button").click()
        expect(customer.page.locator("#code")).to_be_visible()
        customer.page.locator("#code").fill(customer.code_from_the_mailbox(email, name))
        customer.page.locator("#password").fill("another long enough one")
        customer.page.locator("main form button").click()
        expect(customer.page.locator("#email")).to_be_visible()
        customer.sign_in(email, "another long enough one")


def test_without_scripts_the_whole_purchase_works(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url, java_script_enabled=False) as customer:
        customer.go("/search?q=kettle")
        customer.page.locator(".product button").first.click()
        customer.page.locator(".mine a[href='/cart']").click()
        customer.page.locator(".line input[type=number]").fill("2")
        customer.page.get_by_role("button", name="Change").click()
        expect(customer.page.locator(".line input[type=number]")).to_have_value("2")
        customer.sign_up("/checkout")
        customer.fill_address()
        expect(customer.page.locator("#card")).to_be_hidden()  # its number would come to us
        customer.page.locator("input[value=pm_test_approve]").check()
        customer.pay()
        expect(customer.page.locator("h1")).to_have_text("Your order")
        expect(customer.page.locator("[data-live] h2").first).to_have_text("Confirmed. Thank you!")


def test_the_filters_of_a_category_narrow_it_as_they_are_ticked(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as visitor:
        visitor.go("/categories/headphones")
        expect(visitor.page.locator(".product")).to_have_count(10)
        visitor.page.get_by_label("black").check()
        visitor.page.wait_for_url("**attribute.colour=black**")
        expect(visitor.page.locator(".product")).to_have_count(2)
        visitor.page.locator("#sort").select_option("-price")
        visitor.page.wait_for_url("**sort=-price**")
        shown = visitor.page.locator(".product .price").all_inner_texts()
        prices = [float(re.sub(r"[^\d.]", "", price)) for price in shown]
        assert prices == sorted(prices, reverse=True)


@pytest.mark.parametrize(
    ("locale", "shelf", "everywhere", "in_stock"),
    [
        ("en-GB", "Headphones", "All shelves", "In stock"),
        ("ru-RU", "Наушники", "Все полки", "Есть на складе"),
    ],
)
def test_what_was_found_is_narrowed_as_choices_are_ticked_and_counts_follow(
    lab: Lab, browser: Browser, locale: str, shelf: str, everywhere: str, in_stock: str
) -> None:
    with visiting(browser, lab.url, locale=locale) as visitor:
        visitor.go("/search?q=Aurora+OR+headphones")
        shelves = visitor.page.locator(".facets fieldset").first.locator("label")
        expect(shelves).to_have_count(11)  # every shelf has something of that series
        expect(shelves.nth(1)).to_have_text(f"{shelf}10")
        expect(visitor.page.locator(".product")).to_have_count(12)
        visitor.page.get_by_label(shelf).check()
        visitor.page.wait_for_url("**category=headphones")
        expect(visitor.page.locator(".product")).to_have_count(10)
        brand = visitor.page.locator("label", has=visitor.page.locator("[name=brand]")).first
        count = int(brand.locator(".muted").inner_text())
        assert 0 < count < 10
        brand.locator("input").check()
        visitor.page.wait_for_url("**brand=**")
        expect(visitor.page.locator(".product")).to_have_count(count)
        expect(visitor.page.get_by_label(in_stock)).to_be_visible()
        visitor.page.get_by_label(everywhere).check()
        visitor.page.wait_for_url("**category=&**")
        expect(visitor.page.locator("[name=brand]:checked")).to_have_count(1)


def test_the_language_is_switched_and_kept(lab: Lab, browser: Browser) -> None:
    with visiting(browser, lab.url) as visitor:
        visitor.go("/products/1")
        visitor.page.get_by_role("button", name="Русский").click()
        expect(visitor.page.locator("h1")).to_have_text("Наушники «Аврора»")
        visitor.go("/cart")
        expect(visitor.page.locator("h1")).to_have_text("Корзина")


def test_a_review_is_moderated_by_staff_and_then_seen_by_everybody(
    lab: Lab, browser: Browser
) -> None:
    text = "THIS KETTLE IS THE LOUDEST KETTLE I EVER HAD"
    with visiting(browser, lab.url) as customer:
        customer.sign_up()
        customer.go("/products/63/review")
        customer.page.locator("label[for=star-4]").click()
        customer.page.locator("#text").fill(text)
        customer.page.locator("main button.full").click()
        expect(customer.page.locator("[role=status]")).to_contain_text("as soon as somebody")
    with visiting(browser, lab.url, locale="ru-RU") as moderator:
        moderator.sign_in("admin@shop.example")
        moderator.go("/admin/reviews")
        moderator.reload_until(moderator.page.get_by_text(text).count)
        case = moderator.page.locator("article", has_text=text)
        case.get_by_role("button", name="Опубликовать").click()
        expect(moderator.page.locator("[role=status]")).to_have_text("Опубликовано.")
    with visiting(browser, lab.url) as visitor:
        visitor.go("/products/63")
        visitor.reload_until(visitor.page.get_by_text(text).count)
        expect(visitor.page.locator(".review")).to_contain_text(text)
