"""Frozen values: classes whose instances are compared by their fields and never change.

They are declared and read like frozen dataclasses. `dataclasses` writes and
compiles code for each class, which takes 0.4 to 0.8 ms; with the fifty classes that
a command loads that was a third of its start. Here nothing is generated.
"""

from __future__ import annotations

from typing import Any, ClassVar, Never, TypeVar, dataclass_transform

V = TypeVar("V", bound="Value")


@dataclass_transform(frozen_default=True)
class Value:
    """The base of all values: an annotation is a field, what is assigned to it the default.

    A default is shared by all instances, so it must not be changed.
    """

    value_fields: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Gather the fields in the order in which they are declared."""
        cls.value_fields = tuple(dict.fromkeys([*cls.value_fields, *cls.__annotations__]))
        cls._known = frozenset(cls.value_fields)
        type.__setattr__(cls, "__match_args__", cls.value_fields)

    def __init__(self, *given: Any, **named: Any) -> None:
        fields = self.value_fields
        if given or len(named) != len(fields) or not named.keys() <= self._known:
            named = self._completed(given, named)
        # Set one by one, instances share the table of their names; a dictionary of its own
        # would make an article take three times the memory of its values.
        put = object.__setattr__
        for name in fields:
            put(self, name, named[name])

    @classmethod
    def _completed(cls, given: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        """Every field by its name, with the defaults of those that were not given."""
        values = dict(zip(cls.value_fields, given, strict=False))
        if len(values) < len(given) or not named.keys() <= cls._known - values.keys():
            raise TypeError(f"{cls.__name__} takes {', '.join(cls.value_fields)}, each once")
        values.update(named)
        missing = [name for name in cls.value_fields if name not in values]
        lacking = [name for name in missing if not hasattr(cls, name)]
        if lacking:
            raise TypeError(f"{cls.__name__} lacks {', '.join(lacking)}")
        values.update((name, getattr(cls, name)) for name in missing)
        return values

    def __setattr__(self, name: str, value: Any) -> Never:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be taken away")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in self.value_fields
        )

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.value_fields))

    def __repr__(self) -> str:
        said = (f"{name}={getattr(self, name)!r}" for name in self.value_fields)
        return f"{type(self).__name__}({', '.join(said)})"


def replace(value: V, /, **changes: Any) -> V:
    """A copy of `value` with other values in some fields."""
    return type(value)(**{name: getattr(value, name) for name in value.value_fields} | changes)
