"""How a picture is to be saved: kind of file, size, with title and caption or without."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from gdstudio.studio.figure_files import SCALES, PictureChoice
from gdstudio.studio.views.common.layouts import called, explained, in_column
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons


class PictureDialog(QDialog):
    """Shows the choice made last; Enter saves.

    Attributes:
        kinds: PNG, SVG or PDF.
        scales: How large a PNG is.
        titled: Whether title and caption stand around the picture.
    """

    def __init__(
        self,
        choice: PictureChoice,
        size: tuple[float, float],
        titled_size: tuple[float, float],
        parent: QWidget,
    ) -> None:
        """Ask about a picture of a size, in pixels without title and caption, and with them."""
        super().__init__(parent)
        self._size, self._titled_size = size, titled_size
        self.setWindowTitle(self.tr("Save picture"))
        texts = (
            ("png", self.tr("PNG: pixels, for slides and pages of the web")),
            ("svg", self.tr("SVG: lines and letters, for Inkscape and browsers")),
            ("pdf", self.tr("PDF: lines and letters, for print and LaTeX")),
        )
        self.kinds = called(ChoiceBox(texts), self.tr("File"))
        self.scales = called(ChoiceBox(self._sizes(titled=choice.titled)), self.tr("Size"))
        tip = self.tr("What it shows stands above it, settings and seed below")
        self.titled = explained(QCheckBox(), self.tr("With title and caption"), tip)
        self.kinds.show_value(choice.kind)
        self.scales.show_value(choice.scale)
        self.titled.setChecked(choice.titled)
        rows = QFormLayout()
        rows.addRow(self.tr("File"), self.kinds)
        rows.addRow(self.tr("Size"), self.scales)
        rows.addRow("", self.titled)
        buttons = QDialogButtonBox.StandardButton
        self._buttons = dialog_buttons(self, buttons.Save | buttons.Cancel)
        in_column(rows, self._buttons, of=self, spacing=12, margins=(20, 16, 20, 16))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.titled.toggled.connect(self._on_titled_toggled)
        self.kinds.edited.connect(self._on_kinds_edited)
        self._on_kinds_edited()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def choice(self) -> PictureChoice:
        """Return what is chosen."""
        titled = self.titled.isChecked()
        return PictureChoice(self.kinds.shown_value(), self.scales.shown_value(), titled)

    def _sizes(self, *, titled: bool) -> list[tuple[int, str]]:
        """Return how large the file can be, title and caption included where it has them."""
        size = self._titled_size if titled else self._size
        text = self.tr("{0} × {1} pixels")
        return [(scale, text.format(*(round(scale * side) for side in size))) for scale in SCALES]

    @Slot(bool)
    def _on_titled_toggled(self, titled: bool) -> None:
        scale = self.scales.shown_value()
        self.scales.offer(self._sizes(titled=titled))
        self.scales.show_value(scale)

    @Slot()
    def _on_kinds_edited(self) -> None:
        self.scales.setEnabled(self.kinds.shown_value() == "png")
