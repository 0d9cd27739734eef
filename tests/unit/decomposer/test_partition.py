import pytest

from decomposer.partition import (
    Partition,
    UnknownModuleError,
    UnknownServiceError,
    monolith,
    singletons,
)

CUT = Partition("cut", {"a": ("one", "two"), "b": ("three",)})


def test_a_move_takes_a_module_from_one_service_to_another():
    assert CUT.move("two", "b").services == {"a": ("one",), "b": ("three", "two")}


def test_a_move_to_a_new_name_makes_a_service():
    assert CUT.move("two", "c").services["c"] == ("two",)


def test_what_is_to_go_into_a_service_that_there_is_makes_no_new_one():
    assert CUT.move_into("two", "b") == CUT.move("two", "b")
    with pytest.raises(UnknownServiceError) as caught:
        CUT.move_into("two", "c")
    assert (caught.value.module, caught.value.known) == ("two", ("a", "b"))
    with pytest.raises(UnknownModuleError):
        CUT.move_into("four", "c")


def test_a_service_left_without_modules_disappears():
    assert CUT.move("three", "a").services == {"a": ("one", "two", "three")}


def test_a_move_home_changes_nothing():
    assert CUT.move("one", "a") is CUT


def test_an_unknown_module_cannot_move():
    with pytest.raises(UnknownModuleError) as caught:
        CUT.move("four", "a")
    assert caught.value.known == ("one", "two", "three")


def test_two_services_become_one_and_modules_become_a_service():
    cut = CUT.merge("a", "b")
    assert cut.services == {"a": ("one", "two", "three")}
    assert CUT.merge("a", "a") is CUT
    assert cut.split(["two", "one"]).services == {"a": ("three",), "two": ("two", "one")}


def test_a_split_takes_a_name_that_is_free():
    cut = Partition("cut", {"one": ("one", "two"), "one-2": ("three",)})
    assert cut.split(["one"]).services["one-3"] == ("one",)


def test_only_services_that_are_there_are_merged():
    with pytest.raises(UnknownServiceError) as caught:
        CUT.merge("a", "c")
    assert (caught.value.service, caught.value.known) == ("c", ("a", "b"))


def test_equal_groups_are_equal_boundaries_whatever_their_names():
    renamed = Partition("other", {"x": ("three",), "y": ("two", "one")})
    assert CUT.groups == renamed.groups
    assert CUT.groups != CUT.move("two", "b").groups


def test_the_extremes_hold_every_module_once():
    names = ("one", "two")
    assert monolith(names).services == {"monolith": names}
    assert singletons(names).services == {"one": ("one",), "two": ("two",)}
