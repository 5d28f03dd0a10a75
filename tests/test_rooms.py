"""The rooms of docs/architecture.md: imports point one way, and only `studio` knows Qt."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGE = _ROOT / "gdstudio"
_LONGEST = 400  # lines
_SOURCES = sorted(_PACKAGE.rglob("*.py"))

_IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
libraries = ("PySide6", "shiboken6", "pyqtgraph", "OpenGL")
print(*sorted(name for name in sys.modules if name.split(".")[0] in libraries))
"""


def _module(path: Path) -> str:
    parts = path.relative_to(_ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    """Return the room of a module: its first name below `gdstudio`, "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


def _part(module: str) -> str:
    """Return the part of `studio` a module belongs to: a folder of it or the module itself."""
    return module.split(".")[2] if module.count(".") > 1 else ""


def _ranks(first: str) -> dict[str, int]:
    """Return how far right each name stands in the line of docs/architecture.md with that start."""
    text = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"`{first}`"))
    groups = [re.findall(r"`(\w+)`", group) for group in line.split(" < ")]
    return {name: rank for rank, group in enumerate(groups) for name in group}


def _room_ranks() -> dict[str, int]:
    ranks = _ranks("texts")
    return ranks | {"": -1, "__main__": max(ranks.values()) + 1}


def _part_ranks() -> dict[str, int]:
    return _ranks("theme") | {"": -1}


def _nodes(tree: ast.AST, in_functions: bool) -> Iterator[ast.AST]:
    """Yield the nodes below `tree`, with or without what only runs when a function is called."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if in_functions or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _nodes(node, in_functions)


@cache
def _names_imported(text: str, package: str, in_functions: bool = True) -> frozenset[str]:
    """Return the modules, or names in them, that the source of a module in `package` imports."""
    names: set[str] = set()
    for node in _nodes(ast.parse(text), in_functions):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return frozenset(name for name in names if name.startswith("gdstudio."))


def _rooms_imported(text: str, package: str, in_functions: bool = True) -> set[str]:
    """Return the rooms that the source `text` of a module in `package` imports from."""
    rooms = {_room(name) for name in _names_imported(text, package, in_functions)}
    return {r for r in rooms if (_PACKAGE / r).is_dir() or (_PACKAGE / f"{r}.py").is_file()}


def _names_imported_by(path: Path, in_functions: bool = True) -> frozenset[str]:
    package = ".".join(path.parent.relative_to(_ROOT).parts)
    return _names_imported(path.read_text(encoding="utf-8"), package, in_functions)


def _rooms_imported_by(path: Path, in_functions: bool = True) -> set[str]:
    package = ".".join(path.parent.relative_to(_ROOT).parts)
    return _rooms_imported(path.read_text(encoding="utf-8"), package, in_functions)


def _circle(arrows: dict[str, set[str]]) -> list[str]:
    """Return modules each of which imports the next, the last the first; [] if there are none."""
    done: set[str] = set()

    def search(module: str, way: list[str]) -> list[str]:
        if module in way:
            return way[way.index(module) :]
        if module in done:
            return []
        for other in sorted(arrows[module]):
            if found := search(other, [*way, module]):
                return found
        done.add(module)
        return []

    return next(filter(None, (search(module, []) for module in sorted(arrows))), [])


def test_that_every_room_has_its_place_in_the_order() -> None:
    ranks = _room_ranks()

    assert ranks["texts"] == 0
    assert ranks["errors"] == ranks["resources"] == 1
    assert ranks["data"] < ranks["learning"] < ranks["studio"] < ranks["cli"]
    assert {_room(_module(path)) for path in _SOURCES} <= set(ranks)


def test_that_every_form_of_import_is_seen() -> None:
    text = (
        "import numpy, gdstudio.studio.theme as t\n"
        "from gdstudio import files, __version__\n"
        "from ..data import digits\n"
        "from .. import errors\n"
        "from . import network\n"
        "class A:\n    from gdstudio.descent.formula import jets\n"
        "def f():\n    from gdstudio.experiments import noise\n"
    )
    at_import = {"studio", "files", "data", "errors", "learning", "descent"}

    assert _rooms_imported(text, "gdstudio.learning") == at_import | {"experiments"}
    assert _rooms_imported(text, "gdstudio.learning", in_functions=False) == at_import


def test_that_every_module_imports_only_from_rooms_to_its_left() -> None:
    ranks = _room_ranks()
    wrong = {
        (_module(path), room)
        for path in _SOURCES
        for room in _rooms_imported_by(path) - {_room(_module(path))}
        if ranks[room] >= ranks[_room(_module(path))]
    }

    assert wrong == set()


_STUDIO = [path for path in _SOURCES if _room(_module(path)) == "studio"]


def test_that_every_part_of_studio_has_its_place_in_the_order() -> None:
    ranks = _part_ranks()

    folders = [ranks[n] for n in ("state", "workers", "views", "controllers", "workspaces")]
    assert folders == sorted(set(folders))
    assert {_part(_module(path)) for path in _STUDIO} == set(ranks)


def test_that_every_module_of_studio_imports_only_from_parts_to_its_left() -> None:
    ranks = _part_ranks()
    wrong = {
        (_module(path), name)
        for path in _STUDIO
        for name in _names_imported_by(path)
        if _room(name) == "studio" and _part(name) != _part(_module(path))
        if ranks[_part(name)] >= ranks[_part(_module(path))]
    }

    assert wrong == set()


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    modules = {_module(path): path for path in _SOURCES}
    arrows: dict[str, set[str]] = {}
    for module, path in modules.items():
        names = _names_imported_by(path)
        found = names | {name.rpartition(".")[0] for name in names}
        arrows[module] = set(found & modules.keys() - {module, "gdstudio"})

    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
    assert _circle(arrows) == []


def test_that_the_command_line_imports_the_window_only_inside_functions() -> None:
    assert "studio" not in _rooms_imported_by(_PACKAGE / "cli.py", in_functions=False)


def test_that_nothing_outside_studio_loads_qt() -> None:
    modules = [_module(p) for p in _SOURCES if _room(_module(p)) not in ("studio", "__main__")]
    command = [sys.executable, "-c", _IMPORT_ALL, *modules]

    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert len(modules) > 10
    assert done.stdout.split() == []


def test_that_no_module_is_longer_than_can_be_read_at_once() -> None:
    lengths = {_module(path): len(path.read_text("utf-8").splitlines()) for path in _SOURCES}

    assert {name: length for name, length in lengths.items() if length > _LONGEST} == {}
