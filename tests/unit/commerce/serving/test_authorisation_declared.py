"""Every public route says in `tests/authorisation.toml` whom it is for."""

from tests.authorisation import WORDS, declared, existing


def test_every_route_says_whom_it_is_for() -> None:
    known = declared()
    silent = [f'[{m}] "{route}" = "…"' for route, m in existing().items() if route not in known]
    assert silent == [], "say who may call them, in tests/authorisation.toml"


def test_nothing_is_declared_that_does_not_exist() -> None:
    assert declared().keys() - existing().keys() == set()


def test_each_line_stands_below_its_module_and_uses_known_words() -> None:
    routes = existing()
    assert [rule for rule in declared().values() if routes.get(rule.route) != rule.module] == []
    assert [rule for rule in declared().values() if not rule.who <= WORDS] == []
