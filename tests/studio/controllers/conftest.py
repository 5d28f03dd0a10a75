"""After each test of a controller: what its views were told last is as it is kept in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import NonCallableMock

import numpy as np
import pytest

from tests.studio.looks.kept import difference

_FEW = 6  # values of a list that are told one by one


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Compare what was called of every mock that the fixtures of a test hold."""
    yield
    given = getattr(item, "funcargs", {})
    takes_time = "qtbot" in given  # then with what it was called may not be the same twice
    lines = sorted(
        {
            f"{place}.{name}" + ("" if takes_time else f"({', '.join(map(_told, args))})")
            for place, mock in _mocks(given)
            for name, args in {name: args for name, args, _ in mock.mock_calls}.items()
            if not name.startswith("__") and not name.endswith(".connect")
        }
    )
    if lines:
        found = difference(f"controllers-{item.path.stem}", item.name, lines)
        assert not found, found


def _mocks(given: dict[str, Any]) -> Iterator[tuple[str, NonCallableMock]]:
    for name, value in given.items():
        if isinstance(value, NonCallableMock):
            yield name, value
        for inner_name, inner in getattr(value, "__dict__", {}).items():
            if isinstance(inner, NonCallableMock) and not isinstance(value, NonCallableMock):
                yield f"{name}.{inner_name}", inner


def _told(value: Any) -> str:
    match value:
        case None | bool() | int() | str():
            return repr(value)
        case float():
            return f"{value:.5g}"
        case np.ndarray():
            return f"array {value.shape}"
        case list() | tuple() if len(value) <= _FEW:
            return f"[{', '.join(map(_told, value))}]"
        case list() | tuple():
            return f"{len(value)} values"
    return type(value).__name__
