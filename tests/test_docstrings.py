"""Every public method says what it does, but for those that Qt calls: their names say it."""

import ast
import re
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "gdstudio"

_QT = re.compile(r"[a-z]+[A-Z]\w*|event")  # what Qt and pyqtgraph call is in camel case


def is_setter(method):
    return any(getattr(one, "attr", "") == "setter" for one in method.decorator_list)


def public_methods():
    """Yield file, class and node of each public method of a public class."""
    for path in sorted(PROGRAM.rglob("*.py")):
        for owner in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_"):
                for node in owner.body:
                    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                        yield path, owner, node


def test_that_every_public_method_says_what_it_does():
    silent = [
        f"{path.relative_to(PROGRAM)}: {owner.name}.{method.name}"
        for path, owner, method in public_methods()
        if not (_QT.fullmatch(method.name) or is_setter(method) or ast.get_docstring(method))
    ]
    assert silent == []
