"""What is made of a request: language, form, seal, way back."""

import pytest
from starlette.requests import Request

from labs.commerce.companions.storefront.cookies import Jar
from labs.commerce.companions.storefront.forms import Form, Seal, read_form, whole
from labs.commerce.companions.storefront.language import preferred
from labs.commerce.companions.storefront.office.catalogue import minor
from labs.commerce.companions.storefront.visit import go, inside
from labs.commerce.platform.errors import ForbiddenError, InvalidError


def request(body: bytes = b"", **headers: str) -> Request:
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": given}, receive)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("en-GB", "en"),
        ("de, ru;q=0.5, en;q=0.4", "ru"),
        ("en;q=0.1, ru;q=0.2", "ru"),
        ("ru;q=0, en", "en"),
        ("fr", "en"),
        ("", "en"),
        (";;q=x,,", "en"),
    ],
)
def test_the_language_a_visitor_likes_best_is_spoken(header, language):
    assert preferred(header) == language


def test_a_seal_holds_for_one_browser_and_one_session():
    seal, jar = Seal("secret"), Jar({})
    shown = seal.of(jar, "token")
    seal.check(request(), jar, "token", Form((("csrf", shown),)))
    for other in (
        lambda: seal.check(request(), jar, "other token", Form((("csrf", shown),))),
        lambda: seal.check(request(), Jar({}), "token", Form((("csrf", shown),))),
        lambda: Seal("other").check(request(), jar, "token", Form((("csrf", shown),))),
        lambda: seal.check(request(), jar, "token", Form()),
        lambda: seal.check(
            request(sec_fetch_site="cross-site"), jar, "token", Form((("csrf", shown),))
        ),
    ):
        with pytest.raises(ForbiddenError):
            other()


async def test_a_form_is_read_and_a_password_kept_as_it_was_typed():
    form = await read_form(request(b"email=+a%40b.c+&password=+x+&role=a&role=b&n=7"))
    assert (form.text("email"), form.raw("password")) == ("a@b.c", " x ")
    assert (form.every("role"), form.number("n"), form.number("email", 3)) == (["a", "b"], 7, 3)


@pytest.mark.parametrize("body", [b"a=" + b"x" * 40_000, b"a=1&" * 200, b"\xff=1"])
async def test_a_body_that_is_no_form_is_refused(body):
    with pytest.raises(InvalidError):
        await read_form(request(body))


@pytest.mark.parametrize(
    "path", ["//evil", "https://evil", "/\\evil", "evil", "", "/a\nb", "/\t/evil"]
)
def test_nobody_is_sent_elsewhere(path):
    assert inside(path, "/cart") == "/cart"


def test_a_notice_rides_along():
    assert inside("/search?q=a") == "/search?q=a"
    assert go("/search?q=a", "added").headers["location"] == "/search?q=a&notice=added"
    assert go("/cart", "added").headers["location"] == "/cart?notice=added"


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("-1", 5), ("1e3", 5), ("9" * 10, 5), ("٣", 5)]
)
def test_only_whole_numbers_that_fit_are_numbers(text, number):
    assert whole(text, 5) == number


@pytest.mark.parametrize(
    ("text", "cents"), [("12", 1200), ("12.34", 1234), ("12,34", 1234), (" 5 ", 500)]
)
def test_a_price_is_read_as_people_write_it(text, cents):
    assert minor(text) == cents


@pytest.mark.parametrize("text", ["", "12.3", "-1", "1e3", "12.345", "٣"])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(InvalidError):
        minor(text)
