"""The pages' sentences: both languages say the same things, and every page finds its words."""

import re
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.commerce.companions import storefront
from labs.commerce.companions.storefront.assets import shipped
from labs.commerce.companions.storefront.rendering import Renderer
from labs.commerce.companions.storefront.words import words

ROOM = Path(storefront.__file__).parent
SOURCES = [*ROOM.glob("templates/**/*.html"), *ROOM.glob("**/*.py")]
CALLED = re.compile(r"""\bt(?:\.either)?\(\s*["']([\w.-]+)["']\s*([~),])""")


def holes(sentence: object) -> set[str]:
    texts = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_parameters():
    ru, en = words("ru").sentences, words("en").sentences
    assert ru.keys() == en.keys()
    assert [key for key in ru if holes(ru[key]) != holes(en[key])] == []


def test_no_sentence_is_the_same_in_both_languages_by_mistake():
    ru, en = words("ru").sentences, words("en").sentences
    alike = {key for key in ru if isinstance(ru[key], str) and ru[key] == en[key]}
    names = {"status.other", "events.other", "events.detail"}
    assert alike == names | {
        "office.gauges.outbox",
        "office.gauges.inbox",
        "office.gauges.dead_letters",
    }


def test_every_sentence_that_a_page_names_exists():
    known = words("en").sentences
    missing = [
        (source.name, key)
        for source in SOURCES
        for key, following in CALLED.findall(source.read_text("utf-8"))
        if not (key in known if following != "~" else any(k.startswith(key) for k in known))
    ]
    assert missing == []


def test_every_template_compiles():
    environment = Renderer.over(shipped()).environment
    names = environment.list_templates(extensions=["html"])
    assert [environment.get_template(name).name for name in names] == names != []


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 товар"), (2, "2 товара"), (5, "5 товаров"), (11, "11 товаров"), (12, "12 товаров"),
     (21, "21 товар"), (104, "104 товара"), (111, "111 товаров")],
)  # fmt: skip
def test_russian_counts_in_three_forms(n, said):
    assert words("ru")("list.count", n=n) == said


def test_money_is_written_as_each_language_writes_it():
    assert words("en").money(123_490) == "€1,234.90"
    assert words("ru").money(123_490) == "1\u00a0234,90\u00a0€"
    assert words("en").money(-5) == "−€0.05"


def test_a_day_is_written_as_each_language_writes_it():
    moment = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
    assert words("en").time(moment) == "2\u00a0November 2026, 09:05"
    assert words("ru").time(moment) == "2\u00a0ноября 2026, 09:05"


def test_a_code_without_words_becomes_the_sentence_for_others():
    assert words("en").either("errors.never-heard-of", "errors.other").startswith("That did not")
    assert (
        words("en").either("errors.password-length", low=10) == "A password has 10 to … characters."
    )
