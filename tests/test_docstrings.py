"""Every public method says what it does, unless Qt or pyqtgraph do: theirs are in camel case."""

import ast
import re
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "gdstudio"
_QT = re.compile(r"[a-z]+[A-Z]\w*|event")


def silent_methods(tree):
    """Yield the public methods of public classes that have no docstring."""
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in owner.body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if owner.name.startswith("_") or not is_public or ast.get_docstring(node):
                continue
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            if not _QT.fullmatch(node.name) and not any(m.endswith(".setter") for m in marks):
                yield f"{owner.name}.{node.name}"


def test_that_every_public_method_says_what_it_does():
    silent = {
        f"{path.relative_to(PROGRAM)}: {name}"
        for path in PROGRAM.rglob("*.py")
        for name in silent_methods(ast.parse(path.read_text("utf-8")))
    }
    assert silent == set()


def test_that_a_method_without_a_word_is_found_but_an_override_is_not():
    tree = ast.parse("class A:\n    def grow(self): ...\n    def paintEvent(self, event): ...")
    assert list(silent_methods(tree)) == ["A.grow"]
