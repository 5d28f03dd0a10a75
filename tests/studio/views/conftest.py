"""After each test of a view: it is made, wired and painted as that is kept in words."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from shiboken6 import isValid

from tests.studio.looks.described import described
from tests.studio.looks.kept import difference, font_in_use
from tests.studio.looks.painted import painted


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Compare the look that a test leaves, unless it took time, which is never the same twice."""
    yield
    views = getattr(getattr(item, "funcargs", {}).get("qtbot"), "added", [])
    takes_time = "wait" in inspect.getsource(item.obj) or item.get_closest_marker("requires_gl")
    if views and not takes_time:
        lines = [
            line for view in views if isValid(view) for line in (*described(view), *painted(view))
        ]
        found = difference(item.path.stem, f"{item.name}, {font_in_use()}", lines)
        assert not found, found
