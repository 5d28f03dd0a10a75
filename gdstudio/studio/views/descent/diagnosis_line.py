"""What a descent does, in one sentence."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from gdstudio.descent.diagnosis import Behaviour, Diagnosis
from gdstudio.studio.theme import Theme
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.painted_widget import FollowsLook

# As long as the longest sentence of `diagnose`: room for it is kept.
_LONGEST: Final = (
    "Diverges. Every step lands further out on the other side: "
    "the learning rate 0.0123 is not below 2 / curvature = 0.0111."
)


def behaviour_colour(behaviour: Behaviour, theme: Theme) -> str:
    """Return the colour of a behaviour, from calm to alarming."""
    colours = {
        "ready": theme.muted,
        "underway": theme.muted,
        "settles": theme.curves[1],
        "overshoots": theme.curves[3],
        "bounces": theme.curves[0],
        "diverges": theme.warning,
    }
    return colours[behaviour]


class DiagnosisLine(FollowsLook, QLabel):
    """The behaviour in its colour, then the reason."""

    def __init__(self) -> None:
        super().__init__()
        self._diagnosis: Diagnosis | None = None
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.follow_look()

    def set_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Show a diagnosis, or none."""
        if diagnosis != self._diagnosis:
            self._diagnosis = diagnosis
            self._show()

    def look_changed(self) -> None:
        """Colour the word anew, and keep room in the new font."""
        self._show()
        self._keep_room()

    def _show(self) -> None:
        diagnosis = self._diagnosis
        if diagnosis is None:
            self.setText("")
            self.setAccessibleName(self.tr("What the descent does: nothing yet"))
            return
        word = self._words()[diagnosis.behaviour]
        colour = behaviour_colour(diagnosis.behaviour, self.theme)
        self.setText(f'<b style="color: {colour}">{word}.</b> {escape(told(diagnosis.reason))}')
        self.setAccessibleName(f"{word}. {told(diagnosis.reason)}")

    def _words(self) -> dict[Behaviour, str]:
        return {
            "ready": self.tr("Ready"),
            "underway": self.tr("Under way"),
            "settles": self.tr("Settles"),
            "overshoots": self.tr("Overshoots"),
            "bounces": self.tr("Bounces"),
            "diverges": self.tr("Diverges"),
        }

    def _keep_room(self) -> None:
        width = QRect(0, 0, max(self.width() - 8, 1), 10_000)
        flags = Qt.TextFlag.TextWordWrap
        self.setMinimumHeight(self.fontMetrics().boundingRect(width, flags, _LONGEST).height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the longest sentence, so that what stands below stays where it is."""
        super().resizeEvent(event)
        self._keep_room()
