"""What the shop and a mail server say to each other, on a connection within the process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest

from labs.commerce.companions.mailbox.post_office import LARGEST_BYTES, PostOffice
from labs.commerce.companions.mailbox.smtp import listen
from labs.commerce.companions.mailbox.store import Arrival, LetterStore
from labs.commerce.modules.notifications.mailer import Mail, Mailer, Outcome
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.telemetry import Log
from labs.supervising.ports import free_ports

HOST = "127.0.0.1"
LETTER = Mail("1@shop.example", "anna@shop.example", "Спасибо", "Привет\n" * 40)


class Letters:
    """Keeps what is filed, unless it is broken."""

    def __init__(self) -> None:
        self.filed: list[Arrival] = []
        self.is_broken = False

    async def put(self, arrivals: Sequence[Arrival]) -> None:
        """File messages."""
        if self.is_broken:
            raise OSError
        self.filed += arrivals


@asynccontextmanager
async def mailbox(letters: Letters) -> AsyncIterator[int]:
    """The port of a mailbox."""
    (port,) = free_ports(1)
    office = PostOffice(cast("LetterStore", letters), SystemClock(), Log("test"))
    await listen(office, HOST, port)
    yield port


@asynccontextmanager
async def server(*answers: str, offers: str = "250 quaint") -> AsyncIterator[int]:
    """The port of a server that says the same whatever it is told; in the end it hangs up."""

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 quaint\r\n")
        for answer in (offers, *answers):
            await reader.readline()
            writer.write(answer.encode() + b"\r\n")
        await reader.read(100)
        writer.close()

    listening = await asyncio.start_server(receive, HOST, 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


async def sent(port: int, *mails: Mail) -> list[Outcome]:
    """What becomes of letters that share a connection."""
    mailer = Mailer(f"smtp://{HOST}:{port}")
    await mailer.connect()
    with mailer:
        return [await mailer.send(mail) for mail in mails]


async def told(port: int, *lines: str) -> list[str]:
    """Everything that the mailbox answers to whatever it is told at once, and to a goodbye."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write("".join(f"{line}\r\n" for line in (*lines, "QUIT")).encode())
    answers = (await reader.read()).decode().splitlines()
    writer.close()
    return answers


def run(within: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(20):
            await within()

    asyncio.run(limited())


def test_letters_that_share_a_connection_arrive_as_they_were_written() -> None:
    letters = Letters()
    other = Mail("2@shop.example", "анна@пример.рф", "Plain", "")

    async def within() -> None:
        async with mailbox(letters) as port:
            assert await sent(port, LETTER, other) == [Outcome.SENT, Outcome.SENT]

    run(within)
    first, second = letters.filed
    assert (first.subject, first.body, first.recipient) == (
        LETTER.subject,
        LETTER.text,
        LETTER.recipient,
    )
    assert (second.message_id, second.recipient, second.body) == (
        "<2@shop.example>",
        other.recipient,
        "",
    )


def test_a_letter_that_was_not_filed_is_not_sent() -> None:
    letters = Letters()
    letters.is_broken = True

    async def within() -> None:
        async with mailbox(letters) as port:
            assert await sent(port, LETTER, LETTER) == [Outcome.NOT_SENT, Outcome.NOT_SENT]

    run(within)


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<c@b.example", "a b@c.example"])
def test_an_address_that_would_be_a_command_is_refused(address: str) -> None:
    letters = Letters()

    async def within() -> None:
        async with mailbox(letters) as port:
            mail = Mail("1@shop.example", address, "", "")
            assert await sent(port, mail, LETTER) == [Outcome.REFUSED, Outcome.SENT]

    run(within)
    assert [arrival.recipient for arrival in letters.filed] == [LETTER.recipient]


OK = ("250 OK", "250 OK", "354 Go on")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ((*OK, *["250 OK"] * 80), Outcome.SENT),
        ((*OK, "550 Full"), Outcome.REFUSED),
        (("250 OK", "550 Nobody here", "250 OK"), Outcome.REFUSED),
        (("250 OK", "450 Later", "250 OK"), Outcome.NOT_SENT),
        (("no number",), Outcome.NOT_SENT),
        ((*OK, "no number"), Outcome.IN_DOUBT),
    ],
)
@pytest.mark.parametrize("offers", ["250 quaint", "250-quaint\r\n250 PIPELINING"])
def test_what_a_server_says_decides_what_became_of_a_letter(
    answers: Sequence[str], outcome: Outcome, offers: str
) -> None:
    if "PIPELINING" in offers and "550 Nobody here" in answers:
        answers = (*answers[:2], "354 Go on", "554 For nobody")

    async def within() -> None:
        async with server(*answers, offers=offers) as port:
            (became,) = await sent(port, LETTER)
            assert became is outcome

    run(within)


@pytest.mark.parametrize("last", [("354 Go on", "554 For nobody"), ("503 No", "250 Forgotten")])
def test_a_refused_letter_leaves_the_connection_to_the_next(last: Sequence[str]) -> None:
    async def within() -> None:
        answers = ("250 OK", "550 Nobody here", *last, *OK, *["250 OK"] * 80)
        async with server(*answers, offers="250-quaint\r\n250 PIPELINING") as port:
            assert await sent(port, LETTER, LETTER) == [Outcome.REFUSED, Outcome.SENT]

    run(within)


def test_a_connection_that_was_lost_takes_no_more_letters() -> None:
    async def within() -> None:
        async with server() as port:
            assert await sent(port, LETTER, LETTER) == [Outcome.NOT_SENT, Outcome.NOT_SENT]

    run(within)


def test_a_server_that_does_not_greet_is_away() -> None:
    async def within() -> None:
        async with server(offers="no number") as port:
            with pytest.raises(ConnectionAbortedError):
                await sent(port, LETTER)

    run(within)


def test_the_mailbox_answers_commands_that_come_together() -> None:
    letters = Letters()

    async def within() -> None:
        async with mailbox(letters) as port:
            answers = await told(
                port,
                "EHLO us",
                *("RCPT TO:<a@b.example>", "DATA", "MAIL FROM a", "TURN", "NOOP"),
                *("mail from:<>", "RCPT TO: <A@b.example> NOTIFY=NEVER", "RCPT TO:<c@b.example>"),
                *("DATA", "Subject: dots", "", "..", "...", "."),
                *("MAIL FROM:<a@b.example>", "RSET", "DATA"),
            )
            codes = [answer[:3] for answer in answers if answer[3:4] != "-"]
            assert codes == [
                *("220", "250", "503", "503", "501", "500", "250"),
                *("250", "250", "250", "354", "250", "250", "250", "503", "221"),
            ]

    run(within)
    assert [(a.recipient, a.subject, a.body) for a in letters.filed] == [
        ("a@b.example", "dots", ".\r\n..\r\n"),
        ("c@b.example", "dots", ".\r\n..\r\n"),
    ]


def test_the_mailbox_takes_an_empty_message() -> None:
    letters = Letters()

    async def within() -> None:
        async with mailbox(letters) as port:
            await told(port, "MAIL FROM:<a@b.example>", "RCPT TO:<c@b.example>", "DATA", ".")

    run(within)
    assert [arrival.body for arrival in letters.filed] == [""]


@pytest.mark.parametrize("line", ["x" * 100, "x" * 2 * LARGEST_BYTES, "x" * 100 + "."])
def test_the_mailbox_hangs_up_on_who_sends_too_much(line: str) -> None:
    letters = Letters()

    async def within() -> None:
        async with mailbox(letters) as port:
            lines = [line] * (LARGEST_BYTES // len(line) + 1)
            envelope = ("MAIL FROM:<a@b.example>", "RCPT TO:<c@b.example>", "DATA")
            with suppress(ConnectionResetError):  # it does not wait for the rest
                await told(port, *envelope, *lines, ".")

    run(within)
    assert letters.filed == []
