"""A slice of the loss surface: the cost along a line or curve through the network's parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.plane_request import SliceKind
from gdstudio.jobs.slice_pictures import descent_picture, line_picture
from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.landscape.slices import Slice
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import slice_figure
from gdstudio.pictures.plane.slices import SliceChart, SlicePicture, role_colour
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.landscape.slice_controls import SliceControls
from gdstudio.studio.views.landscape.slice_words import (
    Clause,
    descent_sentence,
    line_sentence,
    reading,
)
from gdstudio.studio.views.plane.flat_view import FlatView, nudged


class SliceView(FollowsLook, FlatView[SliceChart]):
    """Shows one slice, lets people choose which, and lets the network walk along it.

    Places `t` are 0 and 1 at the two networks of a line or curve, and the rate of the step in a
    slice downhill. The network walks on the trained curve if there is one, else straight.

    Signals:
        slice_requested(str, int): A kind of `SLICE_KINDS` and the id of a run, -1 if it needs none.
        cancel_requested(): Stop computing.
        place_chosen(float): The network shall become what stands at this t.
        place_left(): It shall become itself again; told once after `place_chosen`.
    """

    slice_requested = Signal(str, int)
    cancel_requested = Signal()
    place_chosen = Signal(float)
    place_left = Signal()

    _least = (340, 220)
    _usual = (460, 250)

    def __init__(self) -> None:
        self._controls, self._foot = SliceControls(), SliceFoot()
        name = tr("Slice of the loss surface")
        keys = tr("Cost along the slice; arrow keys walk, Escape goes back")
        super().__init__(SliceChart(None), name, keys, [self._controls], [self._foot])
        self._picture: SlicePicture | None = None
        self._clauses: list[Clause] = []
        self._message = self._words = ""
        self._held = self._is_computing = False
        self._cursor: float | None = None
        self._axis_names = self.tr("cost"), self.tr("accuracy")
        self._connect()
        self.follow_look()

    def figure(self) -> Figure | None:
        """Return the slice; None for none."""
        chart = self._canvas.chart
        if chart.picture is None:
            return None
        return slice_figure("slice", self.tr("A slice of the loss surface"), chart)

    def set_runs(self, runs: Sequence[tuple[int, str]]) -> None:
        """Offer these runs as other ends, each an id and a title; the chosen one stays."""
        self._controls.set_runs(runs)
        self._show()

    def set_choice(self, kind: SliceKind, run_id: int | None = None) -> None:
        """Show that this kind, and this run if it is offered, is chosen; nothing is emitted."""
        self._controls.set_kind(kind)
        if run_id is not None:
            self._controls.set_run(run_id)
        self._show()

    def set_descent_slice(self, found: DescentSlice, name: str = "") -> None:
        """Show the cost after one step downhill from a network of this name, against its rate."""
        self._clauses = descent_sentence(found)
        self._picture = descent_picture(found, name, told)
        self._show()

    def set_slice(
        self,
        straight: Slice,
        names: tuple[str, str],
        barrier: float,
        rise: float,
        matched: Slice | None = None,
        bezier: Slice | None = None,
    ) -> None:
        """Show the cost between two networks.

        Args:
            straight: Along the straight line; may reach beyond both ends.
            names: Of the networks at t = 0 and t = 1.
            barrier: Of the straight line, above the higher end.
            rise: The most the cost rises above its least so far.
            matched: Along the line to the second network with its neurons matched.
            bezier: Along the trained curve.
        """
        self._clauses = line_sentence(straight, barrier, rise, matched, bezier)
        self._picture = line_picture(straight, names, barrier, matched, bezier, told)
        self._show()

    @Slot(object)
    def set_progress(self, estimate: Estimate | None) -> None:
        """Show how far a slice is; None: nothing is computed."""
        if estimate is None and self._foot.isAncestorOf(self.focusWidget() or self):
            self._controls.setFocus()
        self._foot.set_progress(estimate)
        if self._is_computing != (estimate is not None):
            self._is_computing = estimate is not None
            self._show()

    def set_message(self, message: str) -> None:
        """Say this instead of what the picture says; empty says that again."""
        self._message = message
        self._show()

    def set_cursor(self, t: float | None) -> None:
        """Show that the network stands at this place; None if on none."""
        self._cursor = t if t is not None and math.isfinite(t) else None
        self._say_pointer()

    def clear(self) -> None:
        """Show no slice, no cursor and no message."""
        self._picture, self._clauses, self._message, self._cursor = None, [], "", None
        self._show()

    def look_changed(self) -> None:
        """Colour the words."""
        self._show()

    def sentence(self) -> str:
        """Return what is said under the picture, or in its place."""
        if self._message or self._controls.is_missing_run():
            return self._message or self.tr("This needs another run: there is none yet.")
        return " ".join(text for _, text in self._clauses)

    def _connect(self) -> None:
        self._controls.slice_requested.connect(self.slice_requested)
        self._controls.kind_chosen.connect(self._on_controls_kind_chosen)
        self._controls.log.toggled.connect(self._show_chart)
        self._foot.cancel_requested.connect(self.cancel_requested)
        self._canvas.let_go.connect(self._let_go)

    def _show(self) -> None:
        picture, words = self._picture, self.sentence()
        hint = self.tr("drag along the curve to walk on it") if picture is not None else ""
        self.readout.set_hint(hint)
        self.readout.set_note(picture.caption if picture is not None else "", warning=False)
        hint = self.tr("Make computes the cost along a line through the network’s parameters.")
        if self._is_computing:
            hint = self.tr("computing the cost along the line…")
        self._words = words or hint
        self._canvas.setAccessibleDescription(self._words)
        if picture is None:
            self._foot.set_words("")
        elif words != " ".join(text for _, text in self._clauses):
            self._foot.set_words(escape(words))
        else:
            self._foot.set_words(" ".join(map(self._coloured, self._clauses)))
        self._say_pointer()

    def _coloured(self, clause: Clause) -> str:
        role, text = clause
        if role is None:
            return escape(text)
        return f'<span style="color: {role_colour(role, self.theme)}">▬</span>&nbsp;{escape(text)}'

    def _pointed(self) -> float | None:
        """Return the place on the line under the pointer, or None."""
        if self._pointer is None or self._picture is None:
            return None
        return self._within(self._pointer[0])

    @Slot()
    def _show_chart(self) -> None:
        log = self._controls.log.isChecked() and self._picture is not None
        words = "" if self._picture is not None else self._words
        places = self._cursor, self._pointed()
        self._canvas.set_chart(SliceChart(self._picture, log, self._axis_names, words, *places))

    def _say_pointer(self) -> None:
        self._show_chart()
        pointer = self._pointed()
        t = self._cursor if pointer is None else pointer
        self.readout.set_text(
            "" if self._picture is None or t is None else reading(self._picture, t)
        )

    def _within(self, t: float) -> float:
        assert self._picture is not None
        places = self._picture.walked.t
        return min(max(t, float(places[0])), float(places[-1]))

    def _choose(self, t: float) -> None:
        self._held = True
        self.place_chosen.emit(self._within(t))

    @Slot()
    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self.place_left.emit()

    @Slot()
    def _on_controls_kind_chosen(self) -> None:
        """Drop the slice before: what the boxes name is another one."""
        self.cancel_requested.emit()
        self.clear()

    @Slot(float, float)
    def _on_canvas_pressed(self, t: float, _cost: float) -> None:
        if self._picture is not None:
            self._choose(t)

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, _up: int) -> None:
        if self._picture is None or not right:
            return
        places = self._picture.walked.t
        marks = [mark.t for mark in self._picture.marks]
        entry = min(marks) if right > 0 else max(marks)
        begin = entry if self._cursor is None else self._cursor
        self._choose(nudged(begin, right, float(places[0]), float(places[-1])))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._held:
            self._let_go()
        else:
            super().keyPressEvent(event)


_LINES: Final = 1  # room is kept for so many
_DESCENT_PX: Final = 2  # by which rich text is lower than it says


class SliceFoot(ProgressRow):
    """Shows words, or progress while something is computed."""

    def __init__(self) -> None:
        words = QLabel()
        super().__init__(words)
        self.cancel_button.setAccessibleName(self.tr("Cancel the slice"))
        self._words = words
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, html: str) -> None:
        """Show this rich text."""
        if html != self._words.text():
            self._words.setText(html)
            self._take_height()

    def _take_height(self) -> None:
        lines = _LINES * self.fontMetrics().lineSpacing()
        words = max(lines, self._words.heightForWidth(self.width())) + _DESCENT_PX
        self.setFixedHeight(max(words, self.cancel_button.sizeHint().height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()
