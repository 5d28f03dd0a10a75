"""What this program is, and which versions of what it runs on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdstudio.studio.diagnostics import versions
from gdstudio.studio.icons import app_icon


class AboutDialog(QDialog):
    """Name, purpose, versions, data and licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Gradient Descent Studio"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(72, 72))
        words = QLabel(
            self.tr(
                "<h2>Gradient Descent Studio</h2>"
                "<p>Watch a neural network learn by gradient descent,<br>"
                "look inside it and take the idea apart.</p>"
                "<p>MIT licence. The MNIST digits: copyright Yann LeCun and<br>"
                "Corinna Cortes, commonly attributed CC BY-SA 3.0.<br>"
                "Qt and PySide6: LGPL 3.</p>"
            )
        )
        words.setTextFormat(Qt.TextFormat.RichText)
        self._versions = QLabel(
            "\n".join(f"{name} {version}" for name, version in versions().items())
        )
        self._versions.setObjectName("muted")
        self._versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QPushButton(self.tr("Copy versions"))
        copy.clicked.connect(self._on_copy_clicked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.addWidget(words)
        right.addWidget(self._versions)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(buttons)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._versions.text())
