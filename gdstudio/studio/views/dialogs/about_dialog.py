"""What this program is, and which versions of what it runs on."""

from __future__ import annotations

import platform

import numpy as np
import pyqtgraph
import PySide6
from PySide6.QtCore import QLibraryInfo, Qt
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

from gdstudio import __version__
from gdstudio.studio.icons import app_icon


def versions() -> str:
    """Return the versions that matter when something goes wrong, one a line."""
    found = {
        "gdstudio": __version__,
        "Python": platform.python_version(),
        "Qt": QLibraryInfo.version().toString(),
        "PySide6": PySide6.__version__,
        "pyqtgraph": pyqtgraph.__version__,
        "NumPy": np.__version__,
        "System": f"{platform.system()} {platform.release()}",
        "Screen": QGuiApplication.platformName(),
    }
    return "\n".join(f"{name} {version}" for name, version in found.items())


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
        self._versions = QLabel(versions())
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
