"""The guide: one page about the workspace in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from gdstudio.resources import resource
from gdstudio.studio.window_place import resize_within_screen


class GuideDialog(QDialog):
    """Shows a page of resources/guide beside the window, which stays usable."""

    def __init__(self, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        resize_within_screen(self, 560, 600)
        text = QTextBrowser()
        text.setAccessibleName(self.tr("Guide"))
        text.setMarkdown((resource("guide") / f"{page}.md").read_text(encoding="utf-8"))
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.document().setDocumentMargin(20)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 12)
        layout.addWidget(text)
        layout.addWidget(buttons)
