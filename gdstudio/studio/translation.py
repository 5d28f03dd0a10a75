"""The language of the window: catalogues, and the texts that no widget says itself."""

from __future__ import annotations

import dataclasses
import operator
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from gdstudio.errors import GdstudioError
from gdstudio.resources import resource_folder
from gdstudio.texts import in_language

_CONTEXT: Final = ""  # of `tr` and `Text` in the catalogues, which is how they are collected


def tr(text: str) -> str:
    """Return a literal in the language in use, where there is no QObject to ask by `self.tr`."""
    return QCoreApplication.translate(_CONTEXT, text)


def told(text: str | Exception) -> str:
    """Return a text from the rooms without Qt, or what an error says, in the language in use.

    A plain string, such as a name or a path, stays as it is. A signal of strings carries only the
    English of a text: what is to be emitted is told before.
    """
    if isinstance(text, GdstudioError):
        text = text.text
    return in_language(text, tr) if isinstance(text, str) else str(text)


def told_all(value: Any) -> Any:
    """Return a frozen value, such as a chart, with every text in it in the language in use.

    What is told as it stands is returned itself, so that the same chart is known again.
    """
    if isinstance(value, str):
        said = told(value)
        return value if said == value else said
    if isinstance(value, tuple):
        parts_told = tuple(told_all(one) for one in value)
        same = all(map(operator.is_, value, parts_told))
        return value if same else parts_told
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        told_parts = {name: told_all(part) for name, part in parts.items()}
        changed = {name: part for name, part in told_parts.items() if part is not parts[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def load_catalogue(app: QCoreApplication, locale: QLocale) -> bool:
    """Let the program speak the language of a locale, English where there is no catalogue for it.

    Returns:
        Whether a catalogue was found.
    """
    translator = QTranslator(app)
    folder = resource_folder() / "translations"
    for name in [*locale.uiLanguages(QLocale.TagSeparator.Underscore), "en"]:
        if translator.load(f"gdstudio_{name}", str(folder)):
            return app.installTranslator(translator)
    return False
