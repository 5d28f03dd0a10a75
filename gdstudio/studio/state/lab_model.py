"""The lab: one stack of edits of the network shown, each of which can be switched on and off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.errors import InvalidValue
from gdstudio.jobs.subject import Subject
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Shown, Source, Walk
from gdstudio.studio.translation import told
from gdstudio.texts import Text

if TYPE_CHECKING:  # at run time not to open the window, but when something is edited
    from gdstudio.inside.edits import Edit


@dataclass(frozen=True, slots=True)
class ListedEdit:
    """An edit of the stack.

    Attributes:
        edit: What it does.
        is_on: Whether it is made.
    """

    edit: Edit
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Stack:
    """Edits, and what they are made on.

    Attributes:
        listed: In the order in which they are made.
        below: What is edited; None while something else is shown, and all edits are off.
    """

    listed: tuple[ListedEdit, ...] = ()
    below: Source | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Those that are on."""
        return tuple(one.edit for one in self.listed if one.is_on)


class LabModel(QObject):
    """Owned by the window, lives in the GUI thread; shows the network with the edits that are on.

    Edits are made on the network as it was shown when the first of them was switched on. Whatever
    else is shown, be it the run again, switches all off; another run empties the stack.

    Signals:
        changed: The stack is another one.
    """

    changed = Signal()

    def __init__(
        self, runs: RunModel, shown: Shown, deeds: Deeds, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shown, self._deeds = shown, deeds
        self._stack = Stack()
        self._last: tuple[Source, tuple[Edit, ...], Subject] | None = None  # that was made
        shown.source_changed.connect(self._on_shown_source_changed)
        runs.run_changed.connect(self._on_runs_run_changed)
        self.changed.connect(deeds.review)

    @property
    def stack(self) -> Stack:
        """The edits, and what they are made on."""
        return self._stack

    def below(self) -> Source | None:
        """Return what is edited, or what would be; None while there is no network."""
        return self._stack.below or self._shown.base or self._shown.source

    def check(self, edit: Edit) -> None:
        """Raise InvalidValue if an edit cannot be made last; nothing is changed."""
        self._made((*self._stack.listed, ListedEdit(edit)))

    def add(self, edit: Edit) -> None:
        """Make one more edit; raises InvalidValue if the network has not what is edited."""
        listed = (*self._stack.listed, ListedEdit(edit))
        self._take(listed, told(edit.title))

    def switch(self, index: int, on: bool) -> None:
        """Make an edit or not; raises InvalidValue as `add`."""
        listed = list(self._stack.listed)
        listed[index] = replace(listed[index], is_on=on)
        text = self.tr("{0}: on") if on else self.tr("{0}: off")
        self._take(tuple(listed), text.format(told(listed[index].edit.title)))

    def remove(self, index: int) -> None:
        """Let an edit go; raises InvalidValue as `add`."""
        listed = self._stack.listed
        text = self.tr("{0}: removed").format(told(listed[index].edit.title))
        self._take(listed[:index] + listed[index + 1 :], text)

    def leave(self) -> None:
        """Show what was shown before the edits, which stay in the stack, switched off."""
        self._do(_switched_off(self._stack), self.tr("leaving the edits"))

    def _take(self, listed: tuple[ListedEdit, ...], text: str) -> None:
        source = self.below()
        if source is None:
            return
        self._made(listed)
        is_shown = self._stack.below is not None or any(one.is_on for one in listed)
        self._do(Stack(listed, source if listed and is_shown else None), text)

    def _do(self, stack: Stack, text: str) -> None:
        before = self._stack
        self._put(stack)
        self._deeds.note(text, self._put, before, stack, can_put=self._can_put)

    def _made(self, listed: tuple[ListedEdit, ...]) -> Subject:
        """Return the network with edits; raises InvalidValue if it cannot be."""
        source = self.below()
        if source is None:
            raise InvalidValue(Text("edit"), "", Text("a network"))
        return self._subject(Stack(listed, source))

    def _subject(self, stack: Stack) -> Subject:
        from gdstudio.jobs.edited_answers import edited

        assert stack.below is not None
        if self._last is not None and self._last[:2] == (stack.below, stack.edits):
            return self._last[2]
        with np.errstate(over="ignore", invalid="ignore"):
            made = edited(stack.below.subject, stack.edits)
        if not np.isfinite(made.parameters).all():
            last = stack.edits[-1].title if stack.edits else ""
            raise InvalidValue(Text("edit"), last, Text("edits that leave every number finite"))
        named = replace(made, name=self.tr("{0}, edited").format(made.name))
        self._last = stack.below, stack.edits, named
        return named

    def _can_put(self, _wanted: Stack, here: Stack) -> bool:
        return self._stack == here

    def _put(self, stack: Stack) -> None:
        self._stack = stack
        if stack.below is None:
            self._shown.end_edits()
        else:
            self._shown.end_walk()
            self._shown.show(Edited(self._subject(stack), stack.below, stack.edits))
        self.changed.emit()

    @Slot()
    def _on_shown_source_changed(self) -> None:
        is_here = isinstance(self._shown.source, Edited | Walk)
        if self._stack.below is not None and not is_here:
            self._stack = _switched_off(self._stack)
            self.changed.emit()

    @Slot()
    def _on_runs_run_changed(self) -> None:
        if self._stack.listed:
            self._stack = Stack()
            self.changed.emit()


def _switched_off(stack: Stack) -> Stack:
    return Stack(tuple(replace(one, is_on=False) for one in stack.listed))
