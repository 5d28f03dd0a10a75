"""Below the window, lists that go together are as long as one another, or the program stops."""

from __future__ import annotations

import ast
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "gdstudio"
# Where one may be longer, and the rest of it means nothing there: how often.
CUT_SHORT = {
    "commands/descend/picture.py": 1,
    "descent/expression.py": 1,
    "descent/formula/jets.py": 2,
    "experiments/memorization/__init__.py": 1,
}


def test_that_lists_are_cut_short_only_where_that_is_meant() -> None:
    found: dict[str, int] = {}
    for path in PROGRAM.rglob("*.py"):
        name = path.relative_to(PROGRAM).as_posix()
        if name.startswith("studio/"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                for word in node.keywords:
                    is_cut = isinstance(word.value, ast.Constant) and not word.value.value
                    if word.arg == "strict" and is_cut:
                        found[name] = found.get(name, 0) + 1
    assert {name: n for name, n in found.items() if n > CUT_SHORT.get(name, 0)} == {}
