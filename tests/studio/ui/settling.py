"""The window as it stands once all that was asked of its layouts is done."""

from PySide6.QtCore import QCoreApplication, QEvent


def settle() -> None:
    """Let all layouts be done."""
    QCoreApplication.processEvents()
    for _ in range(6):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
