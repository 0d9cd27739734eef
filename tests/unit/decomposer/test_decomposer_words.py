"""Every code that the decomposer can say has a sentence in both languages."""

import re
from pathlib import Path

import pytest

from content.messages import Language, messages
from decomposer.explain import arguments, compare
from decomposer.importers import boundaries as boundaries_importer
from decomposer.importers import graph_rules, graph_warnings
from decomposer.partition import monolith, singletons
from decomposer.score import score

LANGUAGES = tuple(Language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_penalty_of_any_cut_is_a_sentence(language, shop, domains, reference):
    words = messages(language)
    for cut in (domains, reference, monolith(shop.names), singletons(shop.names)):
        for penalty in score(shop, cut).penalties:
            text = words.text(f"penalty-{penalty.code}", **penalty.params)
            assert text.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difference_of_any_move_is_a_sentence(language, shop, domains, reference):
    words = messages(language)
    for cut in (domains, reference):
        for module in shop.names:
            for service in (*cut.services, "fresh"):
                for told in compare(shop, cut, cut.move(module, service)):
                    assert words.text(f"difference-{told.code}", **told.params).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difference_between_ready_cuts_is_a_sentence(language, shop, domains, reference):
    words = messages(language)
    cuts = (domains, reference, monolith(shop.names), singletons(shop.names))
    for before in cuts:
        for after in cuts:
            for told in compare(shop, before, after):
                assert words.text(f"difference-{told.code}", **told.params).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_headlines_exist(language):
    ends = [f"{a}-{b}" for a in ("more", "same", "fewer") for b in ("more", "same", "fewer")]
    known = messages(language).keys()
    assert {f"difference-{kind}-{end}" for kind in ("move", "extract") for end in ends} <= known
    merged = [f"{a}-{b}" for a in ("fewer", "same") for b in ("fewer", "same")]
    assert {f"difference-merge-{end}" for end in merged} <= known
    parted = [f"{a}-{b}" for a in ("more", "same") for b in ("more", "same")]
    assert {f"difference-split-{end}" for end in parted} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_argument_is_a_sentence(language, shop):
    words = messages(language)
    for a in shop.names:
        for b in shop.names:
            for argument in arguments(shop, a, b):
                assert words.text(f"argument-{argument.code}", **argument.params).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_that_a_rule_names_has_words(language):
    sources = (graph_rules, graph_warnings, boundaries_importer)
    text = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in sources)
    codes = set(re.findall(r'Violation\(\s*"([a-z0-9-]+)"', text))
    codes |= set(re.findall(r'source.file, line, column, "([a-z-]+)"', text))
    codes |= set(re.findall(r'_repeated\(\s*"([a-z-]+)"', text))
    codes |= {"entity-of-another", "entity-unknown"}
    assert len(codes) > 15
    assert {f"problem-{code}" for code in codes} <= messages(language).keys()


def test_both_languages_say_the_same_things_with_the_same_places():
    english, russian = (messages(language, "decomposer") for language in LANGUAGES)
    assert english.keys() ^ russian.keys() <= {"n-distributed-transaction-acc"}
    for key in english.keys() & russian.keys():
        if not key.startswith("n-"):
            assert places(english, key) == places(russian, key)


def places(words, key):
    return {name for _, name, _, _ in words.parse(words._entries[key]) if name}
