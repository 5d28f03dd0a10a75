"""Tests hold on to what the program promises, not to how it keeps it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

# Touches of private members in all tests together; what is touched cannot be moved freely.
MOST = 40

# Public, for all their underscore: methods of named tuples, as Python documents them.
_NAMED_TUPLES = {"_asdict", "_fields", "_make", "_replace"}

_TESTS = Path(__file__).resolve().parent


def _is_private(name: str) -> bool:
    return (
        name.strip("_") != "" and name[0] == "_" and name[:2] != "__" and name not in _NAMED_TUPLES
    )


def _names(node: ast.AST, own: set[str]) -> Iterable[str]:
    """Return the names of members that a node of a test reads, writes, replaces or imports."""
    match node:
        case ast.Attribute(value=ast.Name(id=base)) if base in own:
            return ()
        case ast.Attribute(attr=name):
            return (name,)
        case ast.Call(func=ast.Attribute(attr=call) | ast.Name(id=call), args=arguments):
            if call not in {"getattr", "setattr", "hasattr", "delattr", "object", "patch"}:
                return ()
            texts = [a.value for a in arguments if isinstance(a, ast.Constant)]
            return (part for text in texts for part in str(text).split("."))
        case ast.ImportFrom(module=module, names=names):
            return (*(module or "").split("."), *(alias.name for alias in names))
        case ast.Import(names=names):
            return (part for alias in names for part in alias.name.split("."))
        case _:
            return ()


def touches(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of each private member that is touched and not of the source's own."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    own = {"self", "cls", *(node.name for node in nodes if isinstance(node, ast.ClassDef))}
    for node in nodes:
        for name in filter(_is_private, _names(node, own)):
            yield node.lineno, name


def test_that_touches_are_found_however_they_are_made():
    source = """
from package import _hidden
from package._module import shown
class Mine:
    _kept = 1
    def ask(self): return self._kept + Mine._kept
view._canvas.grab()
view.__class__, place._replace(x=1)
monkeypatch.setattr(module, "_pause", 0)
monkeypatch.setattr("package.module._pause", 0)
getattr(view, "_legend")
for _ in range(3): pass
"""
    assert sorted(touches(source)) == [
        (2, "_hidden"),
        (3, "_module"),
        (7, "_canvas"),
        (9, "_pause"),
        (10, "_pause"),
        (11, "_legend"),
    ]


def test_that_tests_hardly_touch_what_is_private():
    found = [
        f"{path.relative_to(_TESTS).as_posix()}:{line} {name}"
        for path in sorted(_TESTS.rglob("*.py"))
        for line, name in sorted(touches(path.read_text("utf-8")))
    ]
    assert len(found) <= MOST, "\n".join(found)
