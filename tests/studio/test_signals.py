"""Every signal has a listener in the program, and few only repeat another."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

# Of Qt's own: what is pressed says nothing yet of what is wanted.
_QT = ("clicked", "toggled", "triggered")

# This list only becomes shorter.
REPEATING = (
    "UncoverView.moment_chosen",
    "ChartBoard.picture_chosen",
    "ChartTile.enlarge_asked",
    "ContourView.start_chosen",
    "CurveView.start_chosen",
    "ExperimentFilesController.failed",
    "ExperimentTimes.changed",
    "LandscapeSceneController.honesty_changed",
    "MistakesPage.cell_chosen",
    "RecipeBox.trained_requested",
    "SplitPage.settings_shown_changed",
    "SliceView.cancel_requested",
    "SliceView.slice_requested",
    "WayController.charts_made",
)

STUDIO = Path(__file__).parents[2] / "gdstudio" / "studio"
PROGRAM = STUDIO.parent


@cache
def modules(folder):
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))}


def is_signal(node):
    made = node.value if isinstance(node, ast.Assign) else None
    return isinstance(made, ast.Call) and getattr(made.func, "id", "") == "Signal"


def declared():
    """Return class and name of each signal of the studio."""
    return [
        (f"{path.stem}.{owner.name}", node.targets[0].id)
        for path, tree in modules(STUDIO).items()
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if is_signal(node)
    ]


def attributes(tree, context):
    """Return what stands before `.context` in a tree, as names of attributes."""
    return [
        node.value.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == context
        and isinstance(node.value, ast.Attribute)
    ]


def listened_to():
    """Return the names of signals that are connected, by themselves or in a table."""
    names = set()
    for tree in modules(STUDIO).values():
        emitted = Counter(attributes(tree, "emit"))
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        read = Counter(
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and id(node) not in called  # a method of the same name
        )
        targets = Counter(
            argument.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "connect"
            for argument in node.args
            if isinstance(argument, ast.Attribute)
        )
        names |= {name for name in read if read[name] > emitted[name] + targets[name]}
    return names


def relays():
    """Return the signals that only repeat another signal of the studio."""
    ours = {name for _, name in declared()}
    found = []
    for path, tree in modules(STUDIO).items():
        for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            own = {node.targets[0].id for node in owner.body if is_signal(node)}
            only_emit = {
                method.name: emitted
                for method in owner.body
                if isinstance(method, ast.FunctionDef) and (emitted := only_emitted(method)) in own
            }
            for node in ast.walk(owner):
                if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "connect"):
                    continue
                source = getattr(getattr(node.func, "value", None), "attr", "")
                target = getattr(node.args[0], "attr", "") if node.args else ""
                target = only_emit.get(target, target)
                if source in ours and source not in _QT and target in own:
                    found.append((f"{path.stem}.{owner.name}", target))
    return sorted(set(found))


def only_emitted(method):
    """Return the signal that a method emits and does nothing else, or None."""
    body = [
        node
        for node in method.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return None
    call = body[0].value
    if not (isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "emit"):
        return None
    return getattr(call.func.value, "attr", None)


def short(signal):
    """Return "Class.signal" of a signal."""
    owner, name = signal
    return f"{owner.split('.')[-1]}.{name}"


def test_that_every_signal_has_a_listener():
    heard = listened_to()
    assert {short(signal) for signal in declared() if signal[1] not in heard} == set()


def test_that_no_further_signal_only_repeats_another():
    assert {short(signal) for signal in relays()} <= set(REPEATING)
    assert 10 * len(relays()) <= len(declared())
