"""Asks where something is to be saved, and whether what is there may be replaced."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gdstudio.errors import FileError
from gdstudio.files.atomic import check_writable
from gdstudio.studio.translation import told, tr

_SUFFIXES: Final = re.compile(r"\*(\.\w+)")


def ask_where_to_save(parent: QWidget, title: str, suggested: Path, filters: str) -> Path | None:
    """Return the path that `ask_where_and_what` returns."""
    found = ask_where_and_what(parent, title, suggested, filters)
    return None if found is None else found[0]


def ask_where_and_what(
    parent: QWidget, title: str, suggested: Path, filters: str
) -> tuple[Path, str] | None:
    """Let the user choose a new file or folder, or one to be replaced; nothing is written yet.

    Whatever is returned was agreed to: the dialog, Qt's own or the system's, asks before it gives
    a name that is taken, but it knows nothing of the suffix that is added afterwards. So the
    question is put here whenever the name is not exactly the one that the dialog gave.

    Args:
        parent: The window that waits.
        title: Of the dialog.
        suggested: Folder and name that stand there at first.
        filters: Kinds of files in Qt's form, e.g. "Tables (*.csv);;Pictures (*.png)"; one without
            a suffix, e.g. "Folders (*)", asks for the name of a folder.

    Returns:
        The path, its suffix one of those in `filters`, and which of them was chosen; None if the
        user gave up.
    """
    while True:
        chosen, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), filters)
        if not chosen:
            return None
        path = with_suffix(chosen, filters, kind)
        problem = _problem(path, is_file=bool(_SUFFIXES.search(filters)))
        has_asked = path == Path(chosen) and not os.path.isdir(path)
        if problem:
            QMessageBox.warning(parent, title, problem)
        elif has_asked or not _is_taken(path) or _may_replace(parent, title, path):
            return path, kind
        suggested = path  # as every dialog does: back to the name


def ask_what_to_extend(parent: QWidget, title: str, suggested: Path, filters: str) -> Path | None:
    """Let the user choose a file that gets more, or is begun; None if the user gave up."""
    options = QFileDialog.Option.DontConfirmOverwrite  # nothing in it is lost
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), filters, options=options)
    return with_suffix(chosen, filters) if chosen else None


def with_suffix(chosen: str, filters: str, kind: str = "") -> Path:
    """Return the name typed as the name of a file, whose suffix says what is in it.

    Args:
        chosen: What was typed, with its folder. Spaces round the name and full stops
            after it, which some systems drop and nobody sees, are taken off.
        filters: Kinds of files, in Qt's form.
        kind: The filter chosen; its first suffix is added where the name has none of all filters.
    """
    path = Path(chosen)
    name = path.name.strip().rstrip(". ") or path.name
    accepted = tuple(_SUFFIXES.findall(filters))
    if accepted and not name.casefold().endswith(tuple(map(str.casefold, accepted))):
        name += (_SUFFIXES.findall(kind) or accepted)[0]
    return path.with_name(name) if path.name else path


def _problem(path: Path, *, is_file: bool) -> str:
    """Return why nothing can be saved there, or "": better said before a question than after."""
    try:
        if is_file:
            check_writable(path)
        else:
            path.lstat()
    except FileError as error:
        return told(error)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        return f"{path}: {getattr(error, 'strerror', None) or error}"
    return ""


def _is_taken(path: Path) -> bool:
    """Tell whether something would be replaced; an empty folder is nothing."""
    if os.path.isdir(path):  # pathlib's question raises where one may not look
        try:
            return any(path.iterdir())
        except OSError:
            return False  # writing there will tell why it cannot be done
    return os.path.exists(path)


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    text = tr("{0} already exists.\nDo you want to replace it?")
    if os.path.isdir(path):
        text = tr("{0} already holds something.\nDo you want to replace the result in it?")
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.warning(
        parent, title, text.format(path.name), buttons.Yes | buttons.No, buttons.No
    )
    return answer == buttons.Yes
