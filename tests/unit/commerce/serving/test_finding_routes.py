"""Where a request leads: found once for what is asked often, and the same each time."""

from types import SimpleNamespace

import pytest

from labs.commerce.platform.errors import MethodNotAllowedError, NotFoundError
from labs.commerce.platform.serving.routing import ROUTE, PublicRoutes
from labs.commerce.platform.serving.shape import ANYONE, Shape
from labs.commerce.platform.serving.web import answer, get, put

LAMPS, LAMP_NOTES = "/api/lamps", "/api/lamps/notes"


async def show(_request):
    return answer({})


def routes():
    module = SimpleNamespace
    lamps = [
        get("/{lamp_id:number}", show, Shape(ANYONE)),
        put("/{lamp_id:number}", show, Shape(ANYONE)),
    ]
    notes = [get("/{text}", show, Shape(ANYONE))]
    parts = {"lamps": (LAMPS, lamps), "notes": (LAMP_NOTES, notes)}
    return PublicRoutes(
        [
            (module(name=name, prefix=prefix), module(routes=found))
            for name, (prefix, found) in parts.items()
        ]
    )


def test_the_module_with_the_longest_prefix_is_asked_and_its_first_route_that_fits():
    found = routes().find("PUT", f"{LAMPS}/7")
    assert (found.module, found.route.method) == ("lamps", "PUT")
    assert found.scope["path_params"] == {"lamp_id": 7}
    assert found.scope[ROUTE] == f"{LAMPS}/{{lamp_id}}"
    assert routes().find("GET", f"{LAMP_NOTES}/7").module == "notes"


def test_what_is_asked_again_is_looked_for_once():
    known = routes()
    first = known.find("GET", f"{LAMPS}/7")
    assert known.find("GET", f"{LAMPS}/7") is first
    assert known.find("PUT", f"{LAMPS}/7") is not first
    assert known.find("GET", f"{LAMPS}/8").scope["path_params"] == {"lamp_id": 8}


def test_a_path_that_names_one_of_very_many_things_takes_no_room():
    known, path = routes(), f"{LAMP_NOTES}/{'0' * 36}"
    assert known.find("GET", path) is not known.find("GET", path)


def test_however_many_are_asked_for_few_are_remembered():
    known = routes()
    first = known.find("GET", f"{LAMPS}/1")
    for number in range(2, 1000):
        known.find("GET", f"{LAMPS}/{number}")
    assert known.find("GET", f"{LAMPS}/1") is not first


@pytest.mark.parametrize(
    ("method", "path", "refusal"),
    [("DELETE", f"{LAMPS}/7", MethodNotAllowedError), ("GET", f"{LAMPS}/blue", NotFoundError)],
)
def test_what_leads_nowhere_within_a_module_is_that_modules_refusal(method, path, refusal):
    found = routes().find(method, path)
    assert (found.module, found.route, type(found.refusal)) == ("lamps", None, refusal)


def test_where_no_module_answers_there_is_nothing_to_find():
    assert routes().find("GET", "/api/lampshades/7") is None
