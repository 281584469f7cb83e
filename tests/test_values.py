"""Values: frozen, compared by their fields, and nothing else to learn beside dataclasses."""

from __future__ import annotations

import pytest

from beritacli.values import Value, replace


class Point(Value):
    x: int
    y: int = 0


class Place(Value):
    x: int
    y: int = 0


class Named(Point):
    name: str = "titik"


def test_fields_are_given_by_place_or_by_name() -> None:
    assert Point(1, y=2) == Point(x=1, y=2)
    assert Point(1) == Point(1, 0)
    assert Named(1, 2, "pasar").name == "pasar"


def test_values_of_two_kinds_are_never_equal() -> None:
    assert Point(1, 2) != Place(1, 2)
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1})]
)
def test_what_does_not_fit_the_fields_is_refused(given, named) -> None:
    with pytest.raises(TypeError, match="Point"):
        Point(*given, **named)


def test_a_value_does_not_change() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="cannot be changed"):
        point.x = 2
    with pytest.raises(AttributeError, match="cannot be taken away"):
        del point.x
    assert replace(point, y=5) == Point(1, 5)
    assert point == Point(1)


def test_a_value_says_what_it_holds_and_can_be_matched() -> None:
    assert repr(Point(1)) == "Point(x=1, y=0)"
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)


def test_a_function_as_a_default_stays_a_function() -> None:
    class Rule(Value):
        check: object = len

    class Own(Value):
        check: object = lambda text: text

    assert Rule().check("abc") == 3
    assert Own().check("abc") == "abc"
