"""What a person did in the window, so that it can be undone and done again."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

MOST_DEEDS: Final = 100  # strokes hold two rasters of 314 kB at most: 63 MB if all are such
QUICK_S: Final = 0.7  # steps of one arrow key held down follow each other faster

Put = Callable[[Any], None]
CanPut = Callable[[Any, Any], bool]


def _always(_wanted: Any, _here: Any) -> bool:
    return True


def _never(_wanted: Any, _here: Any) -> bool:
    return False


class Deed(QUndoCommand):
    """How something was before a person did something, and how it is after; done already.

    Attributes:
        before: What to put back.
        after: What to put there again.
    """

    def __init__(
        self, text: str, put: Put, before: Any, after: Any, can_put: CanPut, key: object
    ) -> None:
        super().__init__(text)
        self.before, self.after = before, after
        self._put, self._can_put, self._key = put, can_put, key
        self._is_new = True
        self._noted_s = self._open_until_s = -math.inf

    def hold_open(self, now_s: float, until_s: float) -> None:
        """Say when it was done, and until when the next of its key is a part of it."""
        self._noted_s, self._open_until_s = now_s, until_s

    def is_of(self, key: object) -> bool:
        """Return whether it has this key; what has none is of no other."""
        return key is not None and self._key == key

    def can(self, *, undo: bool) -> bool:
        """Return whether undoing it, or doing it again, would be true now."""
        wanted, here = (self.before, self.after) if undo else (self.after, self.before)
        return self._can_put(wanted, here)

    def release(self) -> None:
        """Keep nothing alive any more; it is dropped when it comes next."""
        self.before = self.after = None
        self._can_put = _never

    def id(self) -> int:
        """Return what tells Qt whether to ask `mergeWith`."""
        return -1 if self._key is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in what follows at once; nothing is left of what led back to where it began."""
        assert isinstance(other, Deed)
        if (
            not self.is_of(other._key)
            or self.after != other.before
            or other._noted_s > self._open_until_s
        ):
            return False
        self.after, self._open_until_s = other.after, other._open_until_s
        self.setObsolete(self.before == self.after)
        return True

    def undo(self) -> None:
        """Put back how things were."""
        self._put(self.before)

    def redo(self) -> None:
        """Put there how things were after; nothing when it is pushed, done already."""
        if self._is_new:
            self._is_new = False
        else:
            self._put(self.after)


class Deeds(QObject):
    """The one list of what can be undone; owned by the window, lives in the GUI thread.

    Whoever decides on a deed notes it here, when it is done, with two values: how things stood
    before and after. To undo is to put the one there, to redo the other. What is put there notes
    nothing: `note` does nothing meanwhile. What can no longer be undone truly, because a run is
    gone or something else is shown, is dropped before anybody sees its name.

    Attributes:
        stack: The list; the canvas pushes its strokes here itself.
        is_replaying: True while something is undone or done again.

    Signals:
        told: A sentence on what is being undone or done again, which may be out of sight.
    """

    told = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_DEEDS)
        self.is_replaying = False
        self._clock = clock
        self._review = QTimer(self, singleShot=True, interval=0)
        self._review.timeout.connect(self.drop_untrue)

    def note(
        self,
        text: str,
        put: Put,
        before: Any,
        after: Any,
        *,
        can_put: CanPut = _always,
        key: object = None,
        held: bool = False,
    ) -> None:
        """Note what was done; nothing if it changed nothing, or is a part of undoing.

        Args:
            text: What it is called behind "Undo", e.g. "reset".
            put: Makes things be as one of the two values says.
            before: How they were.
            after: How they are.
            can_put: Whether they can be made as the first says, while they are as the second says.
            key: Of what is one deed with the one before of the same key, if it follows quickly.
            held: It goes on: the next of its key is a part of it however late it comes.
        """
        if self.is_replaying:
            return
        now_s, last = self._clock(), self._next(undo=True)
        until_s = math.inf if held else now_s + QUICK_S
        if before != after:
            deed = Deed(text, put, before, after, can_put, key)
            deed.hold_open(now_s, until_s)
            self.stack.push(deed)
        elif last is not None and last.is_of(key):
            last.hold_open(now_s, until_s)  # what was held is let go

    @Slot()
    def undo(self) -> None:
        """Undo what was done last; nothing but to drop it if that would no longer be true."""
        if not self.drop_untrue():
            self._tell(self.tr("Undone: {0}."), undo=True)
            self._replay(self.stack.undo)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last; nothing but to drop it if that would not be true."""
        if not self.drop_untrue():
            self._tell(self.tr("Done again: {0}."), undo=False)
            self._replay(self.stack.redo)

    def clear(self) -> None:
        """Forget everything that was done."""
        self.stack.clear()

    @Slot()
    def review(self) -> None:
        """Look soon whether what is next can still be undone: things stand otherwise."""
        self._review.start()

    @Slot()
    def drop_untrue(self) -> bool:
        """Drop what would be next and can not be done; return whether there was any."""
        before = self.stack.count()
        if self.is_replaying:
            return False
        for undo, drop in ((True, self.stack.undo), (False, self.stack.redo)):
            while (deed := self._next(undo=undo)) is not None and not deed.can(undo=undo):
                deed.setObsolete(True)
                drop()
        return self.stack.count() < before

    def deeds(self) -> Iterator[Deed]:
        """Return the deeds noted here, the latest first."""
        for k in reversed(range(self.stack.count())):
            deed = self.stack.command(k)
            if isinstance(deed, Deed):
                yield deed

    def _next(self, *, undo: bool) -> Deed | None:
        place = self.stack.index() - undo
        deed = self.stack.command(place) if 0 <= place < self.stack.count() else None
        return deed if isinstance(deed, Deed) else None

    def _tell(self, template: str, *, undo: bool) -> None:
        deed = self._next(undo=undo)
        if deed is not None:
            self.told.emit(template.format(deed.text()))

    def _replay(self, replay: Callable[[], None]) -> None:
        self.is_replaying = True
        try:
            replay()
        finally:
            self.is_replaying = False
        self.review()
