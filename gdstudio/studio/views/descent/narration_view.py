"""One update spelt out with its numbers, and what the descent does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.descent.diagnosis import Diagnosis
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.wrapped_text import WrappedText
from gdstudio.studio.views.descent.diagnosis_line import DiagnosisLine
from gdstudio.studio.views.descent.narration_text import NarrationText


class NarrationView(QWidget):
    """The diagnosis on top, then a heading and the lines of the update; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self.diagnosis = DiagnosisLine()
        self.heading = WrappedText("cardTitle")
        self.text = NarrationText()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.diagnosis)
        layout.addWidget(self.heading)
        layout.addWidget(self.text, 1)

    def set_lines(self, lines: Sequence[str], heading: str) -> None:
        """Show an update.

        Args:
            lines: What `explain` gives: sentences, rules in symbols, and rules with their numbers,
                which are indented.
            heading: What the lines are about, e.g. "Step 3, Adam".
        """
        self.heading.set_text(heading)
        self.text.set_lines([told(line) for line in lines])

    def set_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Say what the descent does, or nothing."""
        self.diagnosis.set_diagnosis(diagnosis)
