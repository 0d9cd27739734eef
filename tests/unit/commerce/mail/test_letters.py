import tomllib
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib import resources
from string import Formatter
from uuid import UUID

import pytest

from labs.commerce.modules.authentication.api import RESET_SEAL
from labs.commerce.modules.notifications import templates
from labs.commerce.modules.notifications.delivery import addressed
from labs.commerce.modules.notifications.kinds import MAILED, ONLY_MAILED, UNASKED
from labs.commerce.modules.notifications.mail_queue import Queued
from labs.commerce.modules.notifications.mailer import Mail
from labs.commerce.modules.notifications.wording import LANGUAGES, money, words
from labs.commerce.modules.profiles.api import Profile
from labs.commerce.platform.identity.sealing import Seal

SEAL = Seal("key", RESET_SEAL)
PARAMS = {
    "name": "Anna",
    "orderId": "0f1e2d3c-0000-4000-8000-000000000000",
    "totalMinor": 123450,
    "returnedMinor": 990,
    "reason": "card-declined",
    "tracking": "T1",
    "status": "DELIVERED",
    "productId": 7,
    "minutes": 30,
    "token": "secret",
}


def template(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(templates).joinpath(f"{language}.toml").read_text("utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_letters_with_the_same_places():
    english, russian = template("en"), template("ru")
    assert english.keys() == russian.keys()
    for kind, texts in english.items():
        assert texts.keys() == russian[kind].keys()
        assert all(fields(text) == fields(russian[kind][name]) for name, text in texts.items())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(MAILED | {"shipping-scheduled"}))
def test_every_letter_can_be_written_in_every_language(kind, language):
    subject, text = words(kind, PARAMS, language)
    assert subject
    assert "{" not in subject + text


def test_a_reason_without_words_is_not_shown_as_a_code():
    _, text = words("order-cancelled", {"orderId": "a", "reason": "peer-timed-out"}, "en")
    assert "peer-timed-out" not in text
    assert "technical reasons" in text


def test_a_moderators_own_words_reach_the_customer():
    _, text = words("review-rejected", {"productId": 1, "reason": "Names a courier"}, "ru")
    assert "Names a courier" in text


def test_money_is_written_as_each_language_does():
    assert money(123450, "en") == "€1,234.50"
    assert money(123450, "ru") == "1\u00a0234,50\u00a0€"


def test_what_proves_access_to_the_mail_is_only_mailed_and_cannot_be_declined():
    assert ONLY_MAILED <= MAILED
    assert ONLY_MAILED <= UNASKED


def test_the_same_event_makes_the_same_message_id():
    queued = Queued(1, UUID(int=1), UUID(int=2), "welcome", {"name": "Анна"}, 1, by_mail=True)
    profile = Profile(user_id=UUID(int=2), email="a@shop.example", name="Анна", language="ru")
    mail = addressed(queued, profile, SEAL)
    assert mail == addressed(queued._replace(letter=9, attempts=4), profile, SEAL)
    assert read(mail)["Subject"] == "Анна, добро пожаловать в магазин"


def read(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.message(), policy=policy.default)


@pytest.mark.parametrize(
    "subject",
    ["Plain", "Your order is on its way " * 9, "Ваш заказ отправлен " * 9, "🛒" * 40, ""],
)
@pytest.mark.parametrize("text", ["One line", "Ещё\nодна\n", "." * 2000, ""])
def test_a_letter_is_read_as_it_was_written(subject: str, text: str):
    message = read(Mail("1.2@shop.example", "a@shop.example", subject, text))
    assert message["Subject"].strip() == subject.strip()
    assert message.get_content() == text
    assert (message["Message-ID"], message["To"]) == ("<1.2@shop.example>", "a@shop.example")
    assert all(len(line) <= 998 for line in message.as_bytes().splitlines())


def test_a_name_with_a_line_break_begins_no_header():
    message = read(Mail("1.2@shop.example", "a@shop.example", "Anna\r\nBcc: b@shop.example", ""))
    assert message["Bcc"] is None


def test_a_sealed_token_is_opened_in_the_mail_alone():
    sealed = SEAL.close("secret-token")
    params = {"sealedToken": sealed, "minutes": 30}
    queued = Queued(1, UUID(int=1), UUID(int=2), "password-reset", params, 1, by_mail=True)
    profile = Profile(user_id=UUID(int=2), email="a@shop.example", name="Anna")
    text = addressed(queued, profile, SEAL).text
    assert "secret-token" in text
    assert sealed not in text
