"""Whatever stands in a blueprint, the answer is a model or problems with words: no traceback."""

from copy import deepcopy

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.messages import Language, messages
from decomposer.documents import DocumentError
from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.blueprint.wording import problem_line
from generators.render import render
from tests.shops import reference

VALID = yaml.safe_load(dump_blueprint(reference()))
KINDS = ("services", "compose", "gateway", "kubernetes", "mesh")

strange = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["order", "orders", "v1", "saga-choreography", "jwt", "/", "GET"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def paths(value: object, path: tuple = ()) -> list[tuple]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(found for key, child in children for found in paths(child, (*path, key)))]


PLACES = paths(VALID)[1:]


def changed(place: tuple, value: object) -> str:
    data = deepcopy(VALID)
    parent = data
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


@settings(max_examples=40, deadline=None)
@given(place=st.sampled_from(PLACES), value=strange)
def test_any_value_anywhere_is_accepted_and_rendered_or_told(place: tuple, value: object):
    blueprint, told = read(changed(place, value))
    assert (blueprint is None) == bool(told)
    if blueprint is not None:
        assert render(blueprint, KINDS)


def read(text: str) -> tuple[Blueprint | None, list[str]]:
    """The blueprint, or the sentences about it in both languages."""
    try:
        return parse_blueprint(text, "blueprint.yaml"), []
    except DocumentError as error:
        return None, [
            problem_line(problem, messages(language, "blueprint"))
            for problem in error.problems
            for language in Language
        ]
