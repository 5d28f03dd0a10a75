"""Joins the canvas with the drawn digit: every stroke gets its answer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from gdstudio.data.resize import normalize_drawing
from gdstudio.files.kept_drawing import KeptDrawing
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel

# A stroke makes up to a thousand events a second; a hundred answers a second are plenty.
ANSWER_INTERVAL_MS: Final = 8


class DrawingController(QObject):
    """Keeps preview and answer in step with the canvas, and the canvas with what is put there."""

    def __init__(
        self,
        panel: DrawingPanel,
        drawing: DrawingModel,
        shown: Shown,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._drawing, self._shown = panel, drawing, shown
        self._shown_read: PictureRead | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ANSWER_INTERVAL_MS)
        self._timer.timeout.connect(self.read_canvas)
        panel.canvas.drawing_edited.connect(self._on_canvas_drawing_edited)
        drawing.size_changed.connect(self.read_canvas)
        drawing.digit_put.connect(self._on_drawing_digit_put)
        drawing.digit_changed.connect(self._on_drawing_digit_changed)
        drawing.answer_changed.connect(self._on_drawing_answer_changed)

    @Slot()
    def read_canvas(self) -> None:
        """Work out what the network sees; a digit of another size than its data is a drawing."""
        canvas = self._panel.canvas
        put: Digit | None = canvas.tag
        if put is None or put.pixels.shape != self._drawing.size:
            put = Digit(normalize_drawing(canvas.ink(), self._drawing.size))
        self._drawing.set_digit(put)

    def kept(self) -> KeptDrawing | None:
        """Return what stands on the canvas; None if nothing does."""
        canvas, digit = self._panel.canvas, self._drawing.digit
        put: Digit | None = canvas.tag
        if put is not None and put.pixels.shape[0] == put.pixels.shape[1]:
            return KeptDrawing(put.pixels, True, put.label, put.caption)
        ink = canvas.ink()
        return KeptDrawing(ink) if ink.any() or digit.pixels.any() else None

    def take_up(self, kept: KeptDrawing) -> None:
        """Put on the canvas again what stood there."""
        words = self.tr("kept drawing")
        if kept.is_put:
            self._drawing.put(Digit(kept.pixels, kept.label, kept.caption, words))
        else:
            self._panel.canvas.set_ink(kept.pixels, words)

    @Slot()
    def _on_canvas_drawing_edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _on_drawing_digit_put(self, digit: Digit) -> None:
        self._panel.canvas.set_ink(digit.pixels, digit.undo_text, digit)

    @Slot()
    def _on_drawing_digit_changed(self) -> None:
        digit = self._drawing.digit
        read = digit.read
        if read is None:
            self._panel.hide_found()
        elif read is not self._shown_read:
            self._panel.show_found(read.marked, read.notes, read.doubts)
        self._shown_read = read
        self._panel.preview.set_pixels(digit.pixels)

    @Slot()
    def _on_drawing_answer_changed(self) -> None:
        drawing, bars, answer = self._drawing, self._panel.bars, self._drawing.answer
        network = self._shown.network
        is_refused = network is not None and drawing.pixels.any()
        reason = drawing.reason if is_refused else ""
        short = self.tr("does not fit the network") if reason else drawing.digit.caption
        self._panel.set_caption(short, reason)
        if answer is None:
            bars.clear(n_classes=None if network is None else network.n_out)
            return
        bars.set_as_shares(answer.as_shares)
        bars.set_activations(answer.activations, answer.label)
