"""Text that is never cut: over several lines, or one line in the longest wording that fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gdstudio.studio.translation import told
from gdstudio.studio.views.common.copied_value import offer_value
from gdstudio.studio.views.common.painted_widget import FollowsLook

_SLACK_PX = 4  # glyphs of a substitute face may be higher than the line


class WrappedText(QLabel):
    """Plain text that may be selected and takes the height it needs at the width it is given."""

    def __init__(self, name: str = "", *, lines: int = 1, grows: bool = True) -> None:
        """Show nothing yet.

        Args:
            name: The rule of the style sheet: "", "muted", "warning" or "cardTitle".
            lines: Lines for which room is kept, so that what stands below stays where it is.
            grows: Take more room if need be; else these lines are all, for a text of known length.
        """
        super().__init__()
        self._lines, self._grows = lines, grows
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_text(self, text: str) -> None:
        """Show a text, in the language in use; the same text again costs nothing."""
        text = told(text)
        if text != self.text():
            self.setText(text)
            self._take_height()

    def set_name(self, name: str) -> None:
        """Follow another rule of the style sheet."""
        if name != self.objectName():
            self.setObjectName(name)
            self.style().unpolish(self)
            self.style().polish(self)

    def _take_height(self) -> None:
        room = self._lines * self.fontMetrics().lineSpacing() + _SLACK_PX
        if not self._grows:
            self.setFixedHeight(room)
            return
        if self.minimumHeight() > room:
            self.setMinimumHeight(room)  # Qt's answer is never less than the height it had to have
        self.setMinimumHeight(max(room, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()


class FittingLabel(FollowsLook, QLabel):
    """Plain text that takes what room it is given and is never cut while a wording fits.

    A click offers to copy what is read there, if it has a number.
    """

    def __init__(self) -> None:
        super().__init__()
        self._forms: tuple[str, ...] = ("",)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.follow_look()

    def set_forms(self, forms: Sequence[str]) -> None:
        """Show one of these wordings, longest first; the last one if none fits."""
        self._forms = tuple(forms)
        self.look_changed()

    def look_changed(self) -> None:
        """Choose again for another font."""
        metrics, room = self.fontMetrics(), self.width()
        fitting = (form for form in self._forms if metrics.horizontalAdvance(form) <= room)
        text = next(fitting, self._forms[-1])
        if text != self.text():
            self.setText(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not offer_value(self.text(), self, event.globalPosition().toPoint()):
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look_changed()
