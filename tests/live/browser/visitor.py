"""A person with a browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from labs.commerce.seed.people import PASSWORD
from tests.waiting import eventually

ADDRESS = {"name": "Вера", "street": "Lindenstr. 5", "postal_code": "10969", "city": "Berlin"}
PATIENCE_MS = 20_000


class Visitor:
    """Does what people do, and remembers everything the browser complained of."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        self.url = url
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def reload_until(self, holds: Callable[[], object]) -> None:
        """Look again and again at what an event changes that the page itself does not hear of."""

        def seen() -> bool:
            if holds():
                return True
            self.page.reload()
            return False

        eventually(seen)

    def put_into_cart(self, product: int) -> None:
        self.go(f"/products/{product}")
        self.page.locator(".buy button").click()

    def sign_up(self, onward: str = "/") -> str:
        """Open an account; returns its address."""
        email = f"{uuid4().hex[:10]}@mail.example"
        self.go(f"/sign-up?next={onward}")
        self.page.locator("#name").fill("Вера")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill("a long enough one")
        self.page.locator("main button.full").click()
        return email

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        self.page.locator("main button.full").click()
        expect(self.page.locator(".mine a[href='/account']")).to_be_visible()

    def code_from_the_mailbox(self, email: str, subject: str) -> str:
        """The code of a password reset, from a mail with this subject."""

        def mails() -> list[str]:
            listed = self.page.request.get(f"{self.url}/mailbox?to={email}").json()
            return [mail["body"] for mail in listed if mail["subject"] == subject]

        eventually(lambda: mails() != [])
        return mails()[0].split("\n\n")[1].strip()

    def fill_address(self) -> None:
        for name, value in ADDRESS.items():
            self.page.locator(f"#{name}").fill(value)

    def pay(self) -> None:
        self.page.locator("aside button.full").click()

    def pay_by_card(self, number: str) -> None:
        self.page.locator("#card").fill(number)
        self.pay()

    def pay_by_test(self, method: str) -> None:
        self.page.locator("details[data-tests]").evaluate("details => { details.open = true; }")
        self.page.locator(f"input[value='{method}']").check()
        self.pay()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@contextmanager
def visiting(browser: Browser, url: str, **choices: object) -> Iterator[Visitor]:
    """Somebody comes, and their browser has nothing to complain of when they leave."""
    context = browser.new_context(**{"locale": "en-GB", **choices})  # type: ignore[arg-type]  # Playwright's own
    try:
        visitor = Visitor(context, url)
        yield visitor
        assert visitor.complaints == []
    finally:
        context.close()


def chromium() -> str | None:
    """The browser's program, if there is one."""
    import shutil

    asked = os.environ.get("CHROMIUM", "")
    return asked or shutil.which("chromium") or shutil.which("chromium-browser")
