"""Canvases with a list of commands of their own."""

from PySide6.QtGui import QUndoStack


def with_own_stack(kind, *arguments):
    """Return a widget that is given a list of commands, which goes with it.

    A list without a parent may be collected together with its commands, in any order: a crash.
    """
    stack = QUndoStack()
    made = kind(*arguments, stack)
    stack.setParent(made)
    return made
