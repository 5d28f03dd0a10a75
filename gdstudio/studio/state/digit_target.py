"""Which class is taken for the right one of the digit on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.inside.target import Target, find_target
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.shown import Shown


class DigitTarget(QObject):
    """The one answer that every view of the inside asks for; lives in the GUI thread.

    A person may choose a class, for this digit; else it is the digit's label, and of a drawing the
    network's own answer, which moves with digit and network.

    Signals:
        changed: Another class is chosen, or none any more.
    """

    changed = Signal()

    def __init__(self, shown: Shown, drawing: DrawingModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown, self._drawing = shown, drawing
        self._chosen: int | None = None
        self._has_let_go = False  # for a digit that is about to be there
        drawing.digit_put.connect(self._on_drawing_digit_put)
        drawing.digit_changed.connect(self._on_drawing_digit_changed)
        shown.changed.connect(self._on_shown_changed)

    @property
    def chosen(self) -> int | None:
        """The class a person has chosen; None for none. The network shown has it."""
        return self._chosen

    @Slot(object)
    def choose(self, label: int | None) -> None:
        """Take a class for the right one; None for what it is unless one is chosen."""
        if label != self._chosen:
            self._chosen = label
            self.changed.emit()

    def now(self) -> Target | None:
        """Return the class taken for the right one; None where the network gives no answer."""
        return self._found(self._chosen)

    def unless_chosen(self) -> Target | None:
        """Return what it is without a person's choice."""
        return self._found(None)

    def _found(self, chosen: int | None) -> Target | None:
        drawing = self._drawing
        outputs = None if drawing.answer is None else drawing.answer.activations
        return find_target(chosen, drawing.label, outputs)

    @Slot(object)
    def _on_drawing_digit_put(self, _digit: Digit) -> None:
        """Let the choice for the digit before go; that is told once this one is there."""
        self._has_let_go, self._chosen = self._chosen is not None, None

    @Slot()
    def _on_drawing_digit_changed(self) -> None:
        has_let_go, self._has_let_go = self._has_let_go, False
        if has_let_go:
            self.changed.emit()
        if not self._drawing.pixels.any():
            self.choose(None)

    @Slot()
    def _on_shown_changed(self) -> None:
        """Let go a class that another network does not have."""
        network = self._shown.network
        if network is not None and self._chosen is not None and self._chosen >= network.n_out:
            self.choose(None)
