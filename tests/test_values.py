"""Values are frozen, without room for other attributes, and those with arrays are themselves only.

What is handed from thread to thread must not change under anybody's hands, and arrays cannot be
compared as a whole.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import sys
from typing import Any

import pytest

import gdstudio
from gdstudio.settings.settings import Settings

# What grows, each owned by one object.
GROWING = {
    "_Frame": "grammar", "MinimaResults": "results", "Outcome": "experiment_sitting",
    "Sitting": "experiment_sitting", "Run": "run", "Sheet": "sheet",
    "Descending": "descent_deeds",
}  # fmt: skip
# Settings are derived from one another; a base without slots has a place for what is computed once.
WITHOUT_SLOTS = {"Networks", "AnswerLayout"}
# What is compared by its fields, each of which is itself only, or is never compared.
EQUAL_BY_FIELDS = {
    "MinimaResults", "Activation", "Plot", "ExperimentJob", "Job", "Sitting",
    "OfRuns", "Present", "Listed", "Called", "Stack", "BatchPlace",
}  # fmt: skip


def _dataclasses() -> list[type[Any]]:
    found: dict[str, type[Any]] = {}
    for module in pkgutil.walk_packages(gdstudio.__path__, "gdstudio."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if not isinstance(value, type) or value.__module__ != module.name:
                    continue
                if dataclasses.is_dataclass(value):
                    found[f"{module.name}.{value.__name__}"] = value
    return list(found.values())


@pytest.fixture(scope="module")
def found() -> list[type[Any]]:
    found = _dataclasses()
    assert len(found) > 100
    return found


def test_that_values_are_frozen(found: list[type[Any]]) -> None:
    growing = {
        one.__name__: one.__module__.rsplit(".", 1)[1]
        for one in found
        if not one.__dataclass_params__.frozen
    }
    assert growing == GROWING


def test_that_values_have_no_room_for_other_attributes(found: list[type[Any]]) -> None:
    without = {
        one.__name__
        for one in found
        if "__slots__" not in vars(one) and not issubclass(one, Settings)
    }
    assert without == WITHOUT_SLOTS


def test_that_values_with_arrays_are_equal_to_themselves_only(found: list[type[Any]]) -> None:
    by_fields = {
        one.__name__ for one in found if one.__dataclass_params__.eq and _holds_arrays(one)
    }
    assert by_fields == EQUAL_BY_FIELDS


def _holds_arrays(one: type[Any]) -> bool:
    """Return whether a field is an array, or a value that holds one, as its annotation says."""
    known = vars(sys.modules[one.__module__])
    for field in dataclasses.fields(one):
        for word in re.findall(r"\w+", str(field.type)):
            meant = known.get(word)
            if word == "NDArray" or "ndarray" in str(meant):
                return True
            if not isinstance(meant, type) or meant is one:
                continue
            if dataclasses.is_dataclass(meant) and _holds_arrays(meant):
                return True
    return False
