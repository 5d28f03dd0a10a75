"""Every public name of the program is used by the program itself; tests are no users."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "gdstudio"

# Names that something else than the program's own lines asks for, each with its reason.
ASKED_FOR = {
    "check_gradient": "the proof that a layer is right; whoever adds one runs it",
    "DesktopWish.on_setting_changed": "D-Bus calls it by its name",
    "Curvature.iterations": "how hard a curvature was to find",
    "Normalization.LAYER": "chosen by its value",
    "Squeezable": "the contract of what the header holds",
}
_QT = re.compile(r"[a-z]+[A-Z]\w*")  # what Qt and pyqtgraph call is in camel case


@cache
def modules():
    return [ast.parse(path.read_text("utf-8")) for path in sorted(PROGRAM.rglob("*.py"))]


def uses():
    """Return every name that is read, or stands in a string by itself."""
    found = Counter()
    for tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id] += 1
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found[node.attr] += 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found[node.value] += 1
    return found


def defined(body, owner=""):
    """Yield the names that a module or a class defines: with its class, and alone."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield owner + node.name, node.name
            inner = node.body if isinstance(node, ast.ClassDef) else ()
            yield from defined(inner, f"{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield owner + target.id, target.id


def attributes(tree):
    """Yield the attributes that the objects of each class are given: with the class, and alone."""
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in ast.walk(owner):
            of_self = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"
            if of_self and isinstance(node.ctx, ast.Store):
                yield f"{owner.name}.{node.attr}", node.attr


def test_that_every_public_name_is_used():
    used = uses()
    unused = {
        full
        for tree in modules()
        for full, name in [*defined(tree.body), *attributes(tree)]
        if not used[name] and not name.startswith("_") and not _QT.fullmatch(name)
    }
    assert unused - set(ASKED_FOR) == set()
    assert set(ASKED_FOR) - unused == set(), "names that need no reason any more"
