"""What the mailbox files of a letter, whoever composed it."""

import asyncio
from email.message import EmailMessage
from typing import cast

import pytest

from labs.commerce.companions.mailbox.post_office import PostOffice
from labs.commerce.companions.mailbox.store import Arrival, LetterStore
from labs.commerce.modules.notifications.mailer import Mail
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.telemetry import Log

SUBJECT, TEXT = "Заказ 0F1E2D3C подтверждён и скоро уедет", "Здравствуйте, Анна!\nСпасибо.\n"


class Letters:
    """Keeps what is filed."""

    def __init__(self) -> None:
        self.filed: list[Arrival] = []

    async def put(self, arrivals: list[Arrival]) -> None:
        """File messages."""
        self.filed += arrivals


def filed(content: bytes) -> Arrival:
    """What becomes of a message."""
    letters = Letters()
    office = PostOffice(cast("LetterStore", letters), SystemClock(), Log("test"))
    filing = office.file("shop@shop.example", ["Anna@Shop.Example"], content)
    assert asyncio.run(filing) == "250 OK"
    (arrival,) = letters.filed
    return arrival


def composed(text: str, html: str = "") -> bytes:
    """A letter as the library composes one."""
    message = EmailMessage()
    message["Message-ID"], message["Subject"] = "<1@shop.example>", "Спасибо"
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return bytes(message)


def test_a_letter_of_the_shop_is_filed_as_it_was_written() -> None:
    arrival = filed(Mail("1@shop.example", "anna@shop.example", SUBJECT, TEXT).message())
    assert (arrival.message_id, arrival.subject, arrival.body, arrival.recipient) == (
        "<1@shop.example>",
        SUBJECT,
        TEXT,
        "anna@shop.example",
    )


@pytest.mark.parametrize("html", ["", "<p>Здравствуйте</p>\n"])
def test_the_plain_text_of_a_letter_is_filed(html: str) -> None:
    arrival = filed(composed(TEXT, html))
    assert (arrival.subject, arrival.body) == ("Спасибо", TEXT)


def test_a_letter_of_html_alone_is_filed_as_html() -> None:
    assert filed(composed("", "<p>Здравствуйте</p>\n")).body == "<p>Здравствуйте</p>\n"


@pytest.mark.parametrize("header", ["plain words", "=?utf-8?b?!!!?=", "=?no-such-set?b?YQ==?="])
def test_a_letter_is_filed_whatever_its_subject(header: str) -> None:
    assert filed(f"Subject: {header}\r\n\r\nhello\r\n".encode()).body == "hello\r\n"


def test_an_empty_message_is_filed_empty() -> None:
    arrival = filed(b"")
    assert (arrival.message_id, arrival.subject, arrival.body) == ("", "", "")
