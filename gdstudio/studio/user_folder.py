"""Where the program keeps what outlives a sitting, besides its settings."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QDir, QSettings, QStandardPaths

_elsewhere: Path | None = None


def user_folder() -> Path:
    """Return the folder for the last run, the log and marks of crashes; it need not exist yet."""
    if _elsewhere is not None:
        return _elsewhere
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location))


def home_folder() -> Path:
    """Return where dialogs begin; the root for a user without a home, as in a container."""
    return Path(QDir.homePath())


def can_be_kept() -> bool:
    """Make the folder and tell whether files can be put there; a home may be read-only."""
    folder = user_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def is_ordinary(path: Path) -> bool:
    """Tell whether a file can be opened without waiting: it is an ordinary one, or not there yet.

    Raises:
        OSError: It cannot be known.
    """
    return path.is_file() or not os.path.lexists(path)


def keep_everything_in(folder: Path | None) -> None:
    """From now on keep settings and all else in this folder, so that nothing of a user is touched.

    Args:
        folder: It exists; None goes back to the user's own folder (settings stay where they are).
    """
    global _elsewhere
    _elsewhere = folder
    if folder is not None:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
